import { randomUUID } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';
import { ERASED_NAME, erasedPerson, type ErasureSubject } from '../../domain/incident/erase.ts';
import type { Database } from '../connect.ts';
import { notifyChange } from '../live.ts';
import { select, selectOne, transaction } from '../sql.ts';
import { eraseRows, mentionPatterns } from './rows.ts';
import { INCIDENT_PLACES, ORGANIZATION_PLACES } from './places.ts';

/** An erasure of a person's data; `incidents` counts those in which something was erased. Times are ISO. */
export interface ErasureFacts {
  id: string;
  personId: string;
  state: 'running' | 'done';
  requestedBy: string;
  requestedAt: string;
  finishedAt: string | null;
  incidents: number;
  lastError: string | null;
}

interface PersonRow {
  id: string;
  email: string;
  name: string;
  access_level: string;
}

/** Who is erased, and who asked for it (as the audit log names them). */
export interface ErasureRequest {
  organizationId: string;
  personId: string;
  requestedBy: string;
}

/**
 * Begins the erasure of a person's data, in one transaction: the person's own row, account, tokens, factors and everything that the organization's
 * configuration says of them. Incidents follow page by page (see `nextErasurePage`). `not-found` without such a person; `not-allowed-now` for
 * an owner, for somebody who is at work in an incident that is not closed, and when it was done already.
 */
export async function beginErasure(db: Database, { organizationId, personId, requestedBy }: ErasureRequest): Promise<{ erasureId: string; email: string; name: string }> {
  return transaction(db, async (tx) => {
    const person = await selectOne<PersonRow>(tx, `select id, email, name, access_level from people where organization_id = $1 and id = $2 and kind = 'person' for update`, [organizationId, personId]);
    if (person === null) throw new DomainError('not-found', 'There is no such person.');
    await checkMayBeErased(tx, person);
    const erasureId = randomUUID();
    const subject: ErasureSubject = { personId, emails: [person.email], names: [person.name] };
    await select(tx, `insert into erasures (id, organization_id, person_id, requested_by, subject) values ($1, $2, $3, $4, $5::jsonb) returning id`, [
      erasureId, organizationId, personId, requestedBy, JSON.stringify({ emails: subject.emails, names: subject.names }),
    ]);
    await leaveConfiguration(tx, organizationId, subject);
    for (const place of ORGANIZATION_PLACES) await eraseRows(tx, place, { scopeId: organizationId, scopeColumn: 'organization_id', subject });
    await replacePerson(tx, personId);
    await removeAccess(tx, { organizationId, personId, email: person.email });
    await notifyChange(tx, { organizationId, incidentId: null, topic: 'settings', entityId: personId });
    return { erasureId, email: person.email, name: person.name };
  });
}

async function checkMayBeErased(tx: Database, person: PersonRow): Promise<void> {
  if (person.email === erasedPerson(person.id).email) throw new DomainError('not-allowed-now', 'The data of this person was erased already.');
  if (person.access_level === 'owner') throw new DomainError('not-allowed-now', `${person.name} is an owner of the organization: give them another access level first.`);
  const busy = await selectOne<{ keys: string[] }>(
    tx,
    `select array_agg(key order by key) as keys from incidents where participant_ids @> array[$1::uuid] and stage in ('active','stable') having count(*) > 0`,
    [person.id],
  );
  if (busy === null) return;
  const shown = busy.keys.slice(0, 5).join(', ');
  throw new DomainError('not-allowed-now', `${person.name} takes part in incidents that are not closed (${shown}${busy.keys.length > 5 ? ' and others' : ''}): close them or remove the person from them first.`);
}

/** Nobody engages, pages or mails an erased person. */
async function leaveConfiguration(tx: Database, organizationId: string, { personId, emails }: ErasureSubject): Promise<void> {
  await select(tx, 'delete from engagement_rules where organization_id = $1 and person_id = $2 returning id', [organizationId, personId]);
  await select(
    tx,
    `update services s set rotation = case when jsonb_array_length(r.rest) = 0 then null else jsonb_set(s.rotation, '{people}', r.rest) end, updated_at = now()
     from (select id, coalesce((select jsonb_agg(p) from jsonb_array_elements(rotation -> 'people') p where not p #>> '{}' = any($2::text[])), '[]') as rest
       from services where organization_id = $1 and jsonb_typeof(rotation -> 'people') = 'array') r
     where s.id = r.id and jsonb_array_length(r.rest) < jsonb_array_length(s.rotation -> 'people') returning s.id`,
    [organizationId, emails],
  );
  await select(
    tx,
    `update projects p set settings = jsonb_set(p.settings, '{announcementAddresses}',
       coalesce((select jsonb_agg(a) from jsonb_array_elements(p.settings -> 'announcementAddresses') a where not a #>> '{}' = any($2::text[])), '[]')), updated_at = now()
     where p.organization_id = $1 and jsonb_typeof(p.settings -> 'announcementAddresses') = 'array' and p.settings::text ilike any($3::text[]) returning p.id`,
    [organizationId, emails, emails.map((email) => `%${email}%`)],
  );
}

async function replacePerson(tx: Database, personId: string): Promise<void> {
  await select(
    tx,
    `update people set email = $2, name = $3, title = null, team = null, department = null, location = null, time_zone = null, access_level = 'member', is_active = false, updated_at = now()
     where id = $1 returning id`,
    [personId, erasedPerson(personId).email, ERASED_NAME],
  );
}

/** An account belongs to the installation: it stays where another organization knows the same address. */
async function removeAccess(tx: Database, { organizationId, personId, email }: { organizationId: string; personId: string; email: string }): Promise<void> {
  for (const table of ['api_tokens', 'mfa_factors', 'mfa_recovery_codes', 'mfa_challenges', 'mfa_sign_ins', 'mfa_proofs']) await select(tx, `delete from ${table} where person_id = $1 returning 1 as done`, [personId]);
  for (const table of ['registrations', 'invitations']) await select(tx, `delete from ${table} where organization_id = $1 and email = $2 returning 1 as done`, [organizationId, email]);
  await select(tx, 'delete from one_time_tokens where email = $1 and (organization_id = $2 or not exists (select 1 from people where email = $1)) returning 1 as done', [email, organizationId]);
  await select(tx, 'delete from accounts where email = $1 and not exists (select 1 from people where email = $1) returning id', [email]);
}

/** An erasure that goes through the incidents. */
export interface RunningErasure {
  id: string;
  organizationId: string;
  cursor: string | null;
  subject: ErasureSubject;
}

/** Erasures that are not done yet, oldest first. */
export async function runningErasures(db: Database): Promise<RunningErasure[]> {
  const rows = await select<{ id: string; organizationId: string; cursor: string | null; personId: string; subject: { emails: string[]; names: string[] } }>(
    db,
    `select id, organization_id as "organizationId", cursor, person_id as "personId", subject from erasures where state = 'running' order by requested_at`,
  );
  return rows.map(({ personId, subject, ...rest }) => ({ ...rest, subject: { personId, ...subject } }));
}

const MENTIONS = INCIDENT_PLACES.filter((place) => place.scope === undefined).map((place) => {
  const columns = [...(place.texts ?? []), ...(place.jsons ?? []), ...(place.lists ?? [])];
  return `exists (select 1 from ${place.table} x where x.incident_id = i.id and (${columns.map((column) => `x.${column}::text ilike any($4::text[])`).join(' or ')}))`;
});

/** The incidents after the cursor, at most `limit`, and which of them may mention the person; the last id read is the next cursor, null = there are no more. */
export async function nextErasurePage(db: Database, { organizationId, cursor, subject }: RunningErasure, limit: number): Promise<{ incidentIds: string[]; cursor: string | null }> {
  const rows = await select<{ id: string; mentions: boolean }>(
    db,
    `select i.id, (i.state::text ilike any($4::text[]) or coalesce(i.last_report_text, '') ilike any($4::text[])
       or exists (select 1 from events e where e.incident_id = i.id and (e.actor::text ilike any($4::text[]) or e.data::text ilike any($4::text[])))
       or exists (select 1 from document_revisions r join documents d on d.id = r.document_id where d.incident_id = i.id and (r.body ilike any($4::text[]) or r.author_name ilike any($4::text[])))
       or ${MENTIONS.join(' or ')}) as mentions
     from incidents i where i.organization_id = $1 and ($2::uuid is null or i.id > $2) order by i.id limit $3`,
    [organizationId, cursor, limit, mentionPatterns(subject)],
  );
  return { incidentIds: rows.filter((row) => row.mentions).map((row) => row.id), cursor: rows.length < limit ? null : (rows.at(-1)?.id ?? null) };
}

/** Erases the person from what an incident's tables say beside the ledger. Run again it changes nothing. */
export async function eraseFromIncident(db: Database, incidentId: string, subject: ErasureSubject): Promise<void> {
  await transaction(db, async (tx) => {
    await select(tx, `delete from builtin_members where email = any($2::text[]) and object_id in (select id from builtin_objects where incident_id = $1) returning 1 as done`, [incidentId, subject.emails]);
    for (const place of INCIDENT_PLACES) await eraseRows(tx, place, { scopeId: incidentId, scopeColumn: 'incident_id', subject });
  });
}

/** Notes how far an erasure came: `cursor` null = done, and from then on nobody knows who it was. */
export async function noteErasure(db: Database, id: string, progress: { cursor: string | null; incidents: number }): Promise<void> {
  const done = progress.cursor === null;
  await select(
    db,
    `update erasures set cursor = $2, incidents = incidents + $3, last_error = null, state = case when $4 then 'done' else state end, finished_at = case when $4 then now() end,
       subject = case when $4 then null else subject end where id = $1 and state = 'running' returning id`,
    [id, progress.cursor, progress.incidents, done],
  );
}

/** Notes why an erasure does not go on; it is tried again. */
export async function noteErasureFault(db: Database, id: string, reason: string): Promise<void> {
  await select(db, 'update erasures set last_error = $2 where id = $1 returning id', [id, reason.slice(0, 500)]);
}

/** Erasures of an organization, newest first; of one person when named. */
export async function listErasures(db: Database, organizationId: string, personId: string | null = null): Promise<ErasureFacts[]> {
  const rows = await select<Omit<ErasureFacts, 'requestedAt' | 'finishedAt'> & { requestedAt: Date; finishedAt: Date | null }>(
    db,
    `select id, person_id as "personId", state, requested_by as "requestedBy", requested_at as "requestedAt", finished_at as "finishedAt", incidents, last_error as "lastError"
     from erasures where organization_id = $1 and ($2::uuid is null or person_id = $2) order by requested_at desc limit 200`,
    [organizationId, personId],
  );
  return rows.map((row) => ({ ...row, requestedAt: row.requestedAt.toISOString(), finishedAt: row.finishedAt?.toISOString() ?? null }));
}
