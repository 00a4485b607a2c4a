/** One metric: what it counts (`counter`), how long something took (`timer`), or how much there is (`gauge`). Its tags have few values each. */
export interface MetricDescription {
  name: string;
  kind: 'counter' | 'timer' | 'gauge';
  help: string;
  tags: readonly string[];
}

/** Every metric of the product. Tags take their values from closed lists (route ids, names of activities, plugins), never from people or incidents. */
export const METRICS = [
  { name: 'http_request', kind: 'timer', help: 'Requests to the API by route (its id in the OpenAPI document), method and status.', tags: ['route', 'method', 'status'] },
  { name: 'live_streams', kind: 'gauge', help: 'Open streams of live updates at this API.', tags: [] },
  { name: 'temporal_update', kind: 'timer', help: "Updates sent to incidents' and postmortems' workflows; outcome is done, refused or failed.", tags: ['update', 'outcome'] },
  { name: 'database_pool', kind: 'gauge', help: 'Connections of this process to PostgreSQL that are in use or idle, and statements waiting for one.', tags: ['state'] },
  { name: 'activity', kind: 'timer', help: 'Tries of activities by type; outcome is done, failed or cancelled.', tags: ['activity', 'outcome'] },
  { name: 'vendor_call', kind: 'timer', help: "Calls of plugins by capability; outcome is done or the kind of the failure (auth, invalid, not-found, conflict, rate-limited, unavailable, error).", tags: ['plugin', 'capability', 'outcome'] },
  { name: 'incidents', kind: 'gauge', help: 'Incidents by stage, of all organizations; the same from every worker.', tags: ['stage'] },
  { name: 'cost_pass', kind: 'timer', help: 'Whole passes over the costs of all incidents.', tags: [] },
  { name: 'cost_age_seconds', kind: 'gauge', help: 'Seconds since the last whole pass over the costs began; the same from every worker.', tags: [] },
  { name: 'errors', kind: 'counter', help: 'Unexpected errors, as reported to Sentry when that is set up, by the route or activity in which they happened.', tags: ['where'] },
] as const satisfies readonly MetricDescription[];

type Known = (typeof METRICS)[number];
type NameOf<K extends MetricDescription['kind']> = Extract<Known, { kind: K }>['name'];
/** Names of what is counted. */
export type CounterName = NameOf<'counter'>;
/** Names of what is timed. */
export type TimerName = NameOf<'timer'>;
/** Names of what is measured now and then. */
export type GaugeName = NameOf<'gauge'>;
/** The tags that a metric must have. */
export type TagsOf<N extends Known['name']> = Record<Extract<Known, { name: N }>['tags'][number], string>;
