import type { Database } from '../connect.ts';
import { select, selectOne } from '../sql.ts';

/** Everything that is stored about a person: sections by name, each a list of rows. Times are as the database gives them (UTC). */
export type PersonData = { person: Record<string, unknown> } & Record<string, unknown>;

interface Section {
  name: string;
  sql: string;
}

// $1 = organization, $2 = person, $3 = e-mail address. No passwords, tokens or secrets: they are not data about somebody, but keys.
const SECTIONS: readonly Section[] = [
  { name: 'account', sql: `select email, created_at, disabled_at, password_hash is not null as has_password from accounts where email = $3 and exists (select 1 from people p where p.organization_id = $1 and p.id = $2 and p.admitted_at is not null)` },
  { name: 'sessions', sql: `select s.provider, s.address, s.user_agent, s.created_at, s.last_seen_at, s.expires_at, s.ended_at from sessions s join accounts a on a.id = s.account_id where a.email = $3 and exists (select 1 from people p where p.organization_id = $1 and p.id = $2 and p.admitted_at is not null) order by s.created_at` },
  { name: 'apiTokens', sql: `select name, hint, scopes, created_at, expires_at, last_used_at, last_used_address, revoked_at from api_tokens where organization_id = $1 and person_id = $2 and $3::text is not null order by created_at` },
  { name: 'secondFactors', sql: `select f.method, f.name, f.created_at, f.last_used_at from mfa_factors f where f.person_id = $2 and $1::uuid is not null and $3::text is not null order by f.created_at` },
  { name: 'registrations', sql: `select name, via, state, created_at, decided_at from registrations where organization_id = $1 and email = $3 and $2::uuid is not null` },
  { name: 'invitations', sql: `select name, access_level, created_at, sent_at, accepted_at, revoked_at from invitations where organization_id = $1 and email = $3 and $2::uuid is not null` },
  {
    name: 'participation',
    sql: `select i.key, i.title, p.added_at, p.removed_at, (select jsonb_agg(jsonb_build_object('role', r.role, 'from', r.from_at, 'to', r.to_at) order by r.from_at) from participant_roles r where r.incident_id = p.incident_id and r.person_id = p.person_id) as roles
      from participants p join incidents i on i.id = p.incident_id where i.organization_id = $1 and p.person_id = $2 and $3::text is not null order by p.added_at`,
  },
  {
    name: 'events',
    sql: `select i.key, e.seq, e.kind, e.at, e.actor ->> 'personId' = $2::text as "byThem", e.data from events e join incidents i on i.id = e.incident_id
      where i.organization_id = $1 and (e.actor ->> 'personId' = $2::text or e.data::text like '%' || $2::text || '%') and $3::text is not null order by e.at, e.seq`,
  },
  { name: 'messages', sql: `select i.key, m.created_at, m.edited_at, m.body, m.author_id is not distinct from $2 as "byThem" from messages m join incidents i on i.id = m.incident_id where i.organization_id = $1 and (m.author_id = $2 or $3 = any(m.mentions) or $3 = any(m.only_for)) order by m.position` },
  { name: 'reports', sql: `select i.key, r.kind, r.posted_at, r.body from reports r join incidents i on i.id = r.incident_id where i.organization_id = $1 and r.author_id = $2 and $3::text is not null order by r.posted_at` },
  { name: 'tasks', sql: `select i.key, t.title, t.description, t.state, t.due_at, t.created_at, t.done_at from tasks t join incidents i on i.id = t.incident_id where t.organization_id = $1 and t.assignee_id = $2 and $3::text is not null order by t.created_at` },
  { name: 'files', sql: `select i.key, f.name, f.media_type, f.size, f.created_at from files f join incidents i on i.id = f.incident_id where i.organization_id = $1 and f.uploaded_by = $2 and f.deleted_at is null and $3::text is not null order by f.created_at` },
  { name: 'documentRevisions', sql: `select i.key, d.title, r.revision, r.created_at from document_revisions r join documents d on d.id = r.document_id join incidents i on i.id = d.incident_id where i.organization_id = $1 and r.author_id = $2 and $3::text is not null order by r.created_at` },
  { name: 'feedback', sql: `select i.key, f.rating, f.text, f.created_at from feedback f join incidents i on i.id = f.incident_id where i.organization_id = $1 and f.person_id = $2 and $3::text is not null order by f.created_at` },
  { name: 'activities', sql: `select i.key, a.kind, a.at from recorded_activities a join incidents i on i.id = a.incident_id where i.organization_id = $1 and a.email = $3 and $2::uuid is not null order by a.at` },
  { name: 'mails', sql: `select d.created_at, d.sent_at, d.state, d.recipient, d.subject, d.text from deliveries d where d.organization_id = $1 and d.recipient = $3 and not d.is_private and $2::uuid is not null order by d.created_at` },
  { name: 'engagementRules', sql: `select name, role from engagement_rules where organization_id = $1 and person_id = $2 and $3::text is not null order by name` },
  { name: 'rotations', sql: `select name, rotation from services where organization_id = $1 and rotation -> 'people' ? $3::text and $2::uuid is not null order by name` },
  { name: 'auditLog', sql: `select at, action, actor_label, subject_label, address, user_agent from audit_entries where organization_id = $1 and (actor_id = $2::text or subject_id = $2::text) and $3::text is not null order by seq` },
];

/** Everything that the organization stores about a person; null when there is no such person. */
export async function personData(db: Database, organizationId: string, personId: string): Promise<PersonData | null> {
  const person = await selectOne<Record<string, unknown> & { email: string }>(
    db,
    'select id, email, name, title, team, department, location, time_zone, access_level, is_active, created_at, updated_at from people where organization_id = $1 and id = $2',
    [organizationId, personId],
  );
  if (person === null) return null;
  const sections = new Map<string, unknown>();
  for (const { name, sql } of SECTIONS) sections.set(name, await select(db, sql, [organizationId, personId, person.email]));
  return { exportedAt: new Date().toISOString(), person, ...Object.fromEntries(sections) };
}
