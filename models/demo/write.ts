import type { IncidentEvent } from '../../domain/incident/events.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { Database } from '../connect.ts';
import { select, transaction } from '../sql.ts';
import type { DocumentRow } from './documents.ts';
import { postmortemRow } from './documents.ts';
import { objectRows } from './resources.ts';
import { mailRows } from './mails.ts';
import { messageRows } from './messages.ts';
import type { Line } from './story.ts';

/** What belongs to an incident beside its ledger. */
export interface Belongings {
  state: IncidentState;
  organizationId: string;
  events: readonly IncidentEvent[];
  lines: readonly Line[];
  documents: readonly DocumentRow[];
  /** False for an incident that its workflow still has to do something for. */
  isOver: boolean;
  now: string;
}

/** Writes conversation, documents, objects and postmortem of an incident in one transaction. */
export async function writeBelongings(db: Database, { state, events, organizationId, lines, documents, isOver, now }: Belongings): Promise<void> {
  const id = state.id;
  await transaction(db, async (tx) => {
    const insert = (sql: string, rows: readonly unknown[], more: readonly unknown[] = []) => (rows.length === 0 ? Promise.resolve([]) : select(tx, sql, [id, JSON.stringify(rows), ...more]));
    await insert(
      `insert into builtin_objects (incident_id, id, mark, kind, name, data) select $1::uuid, r.id, r.mark, r.kind, r.name, r.data
       from jsonb_to_recordset($2::jsonb) as r(id uuid, mark text, kind text, name text, data jsonb) returning id`,
      objectRows(state),
    );
    await insert(
      `insert into builtin_members (object_id, email, name) select o.id, r.email, r.name from builtin_objects o, jsonb_to_recordset($2::jsonb) as r(email text, name text)
       where o.incident_id = $1 and o.kind in ('conversation', 'group') on conflict do nothing returning email`,
      state.participants.map(({ email, name }) => ({ email, name })),
    );
    await insert(
      `insert into messages (incident_id, id, key, kind, author_id, author_name, body, created_at) select $1::uuid, r.id, r.key, r.kind, r.author_id, r.author_name, r.body, r.created_at
       from jsonb_to_recordset($2::jsonb) as r(n int, id uuid, key text, kind text, author_id uuid, author_name text, body text, created_at timestamptz) order by r.n returning id`,
      messageRows(state, lines, events),
    );
    await insert(
      `insert into deliveries (incident_id, organization_id, id, key, channel, message, recipient, recipient_name, subject, html, text, state, attempts, created_at)
       select $1::uuid, $3::uuid, r.id, r.key, 'email', r.message, r.recipient, r.recipient_name, r.subject, r.html, r.text, 'outbox', 1, r.created_at
       from jsonb_to_recordset($2::jsonb) as r(id uuid, key text, message text, recipient text, recipient_name text, subject text, html text, text text, created_at timestamptz) returning id`,
      mailRows(state, events, now),
      [organizationId],
    );
    await insert(
      `insert into documents (incident_id, id, mark, kind, title, body, placeholder_values) select $1::uuid, r.id, r.mark, r.kind, r.title, r.body, r.placeholder_values
       from jsonb_to_recordset($2::jsonb) as r(id uuid, mark text, kind text, title text, body text, placeholder_values jsonb) returning id`,
      documents,
    );
    const postmortem = postmortemRow(state);
    await insert(
      `insert into postmortems (incident_id, organization_id, id, state, owner_id, document_id, meeting_at, meeting_url, due_at, published_at, published_by)
       select $1::uuid, $3::uuid, r.id, r.state, r.owner_id, r.document_id, r.meeting_at, r.meeting_url, r.due_at, r.published_at, r.published_by
       from jsonb_to_recordset($2::jsonb) as r(id uuid, state text, owner_id uuid, document_id uuid, meeting_at timestamptz, meeting_url text, due_at timestamptz, published_at timestamptz, published_by uuid)
       on conflict (incident_id) do update set state = excluded.state, document_id = excluded.document_id, meeting_url = excluded.meeting_url returning id`,
      postmortem === null ? [] : [postmortem],
      [organizationId],
    );
    // the ledger knows that steps ended, not when each try began
    await select(tx, `update incident_steps set attempts = greatest(attempts, 1), started_at = finished_at - interval '240 milliseconds' where incident_id = $1 and finished_at is not null returning step`, [id]);
    if (isOver) await select(tx, 'update incidents set workflow_started_at = declared_at where id = $1 returning id', [id]);
  });
}
