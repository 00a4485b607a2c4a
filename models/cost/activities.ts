import type { Database } from '../connect.ts';
import { select } from '../sql.ts';
import { storableText } from '../values.ts';

/** What people did in an incident, by e-mail; times ISO. */
export type ActivitiesByPerson = Map<string, { kind: string; at: string }[]>;

/** What people did in these incidents, by incident: messages, document edits, task changes, commands, and what came from elsewhere. */
export async function activitiesOf(db: Database, incidentIds: readonly string[]): Promise<Map<string, ActivitiesByPerson>> {
  if (incidentIds.length === 0) return new Map();
  const rows = await select<{ incident_id: string; email: string; kinds: string[]; times: string[] }>(
    db,
    `select incident_id, email, array_agg(kind order by at, kind) as kinds, array_agg((extract(epoch from at) * 1000)::bigint order by at, kind) as times
     from incident_activities where incident_id = any($1::uuid[]) and email is not null group by incident_id, email`,
    [[...incidentIds]],
  );
  const found = new Map<string, ActivitiesByPerson>();
  for (const { incident_id: id, email, kinds, times } of rows) {
    const people = found.get(id) ?? new Map<string, { kind: string; at: string }[]>();
    found.set(id, people.set(email, kinds.map((kind, i) => ({ kind, at: new Date(Number(times[i])).toISOString() }))));
  }
  return found;
}

/** The teams of the participants of these incidents as the directory has them now, by organization and e-mail; people without one are missing. */
export async function teamsOf(db: Database, inputs: readonly { organizationId: string; facts: { participants: { email: string }[] | null } }[]): Promise<Map<string, Map<string, string>>> {
  const emails = new Map<string, string[]>();
  for (const { organizationId, facts } of inputs) emails.set(organizationId, [...(emails.get(organizationId) ?? []), ...(facts.participants ?? []).map((p) => p.email)]);
  const teams = new Map<string, Map<string, string>>();
  for (const [organizationId, list] of emails) {
    const rows = await select<{ email: string; team: string }>(db, `select email, trim(team) as team from people where organization_id = $1 and email = any($2::text[]) and trim(team) <> ''`, [organizationId, [...new Set(list)]]);
    teams.set(organizationId, new Map(rows.map(({ email, team }) => [email, team])));
  }
  return teams;
}

/** Something that a person did in an incident, outside of what the product itself sees; `key` is unique per incident, `at` ISO. */
export interface RecordedActivity {
  incidentId: string;
  key: string;
  email: string;
  kind: string;
  at: string;
}

/** Notes what people did elsewhere, each once; unknown incidents are passed over. Answers how many were new. */
export async function recordActivities(db: Database, activities: readonly RecordedActivity[]): Promise<number> {
  if (activities.length === 0) return 0;
  const rows = activities.map(({ incidentId, key, email, kind, at }) => ({ incidentId, key: storableText(key), email: storableText(email).trim().toLowerCase(), kind: storableText(kind), at }));
  const made = await select<{ key: string }>(
    db,
    `insert into recorded_activities (incident_id, key, email, kind, at)
     select r."incidentId", r.key, r.email, r.kind, r.at from jsonb_to_recordset($1::jsonb) as r("incidentId" uuid, key text, email text, kind text, at timestamptz) join incidents i on i.id = r."incidentId"
     on conflict (incident_id, key) do nothing returning key`,
    [JSON.stringify(rows)],
  );
  return made.length;
}
