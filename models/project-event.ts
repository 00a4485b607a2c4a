import type { IncidentState } from '../domain/incident/state.ts';
import type { Batch } from './batch.ts';
import { writeChanges } from './live.ts';
import { lostSight, topicsOf } from './live-topics.ts';
import { writeCostLines } from './projection/costs.ts';
import { type ChainedEvent, writeEvents } from './projection/events.ts';
import { writeIncident } from './projection/incident-row.ts';
import { writePeople } from './projection/people.ts';
import { writeSteps } from './projection/steps.ts';
import { writeResources, writeTasks } from './projection/work.ts';
import { writeOverlays, writePostmortem, writeReports } from './projection/written.ts';

/** Events that were folded: the state before (null = the incident is new) and after them. */
export interface Folded {
  before: IncidentState | null;
  after: IncidentState;
  chained: readonly ChainedEvent[];
}

/**
 * Adds to the batch everything that these events mean for the tables: the ledger's rows, the incident's row, keys, people, roles, steps,
 * resources, tasks, reports, overlays, postmortem, and the live changes. What the state holds is written by comparing states; what it
 * does not hold (texts of reports, overlays) from the events.
 */
export function projectEvents(batch: Batch, { before, after, chained }: Folded): void {
  const events = chained.map((c) => c.event);
  const change = { before, after, events };
  writeEvents(batch, after.id, chained);
  writeIncident(batch, change);
  writePeople(batch, change);
  writeSteps(batch, change);
  writeResources(batch, change);
  writeTasks(batch, change);
  writeCostLines(batch, change);
  writeReports(batch, events);
  writeOverlays(batch, after.id, events);
  writePostmortem(batch, change);
  const about = { organizationId: after.organizationId, incidentId: after.id };
  const told = topicsOf(events).map((topic) => ({ ...about, topic, entityId: String(after.version) }));
  writeChanges(batch, [...lostSight(events).map((entityId) => ({ ...about, topic: 'access' as const, entityId })), ...told]);
}
