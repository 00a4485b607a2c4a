import type { AuditRecord } from '../audit.ts';
import type { Database } from '../connect.ts';
import { decodeCursor, type Page, toPage } from '../paging.ts';
import { select } from '../sql.ts';
import { iso, likeText } from '../values.ts';
import { createBinds } from './visible.ts';

/** A row of the audit log as the table holds it. */
export interface AuditRow {
  id: string;
  organization_id: string | null;
  seq: string;
  at: Date;
  actor_kind: AuditRecord['actor']['kind'];
  actor_id: string | null;
  actor_label: string;
  action: string;
  subject_kind: string;
  subject_id: string | null;
  subject_label: string;
  before: object | null;
  after: object | null;
  address: string | null;
  user_agent: string | null;
  request_id: string | null;
  prev_hash: string;
  hash: string;
}

/** Columns of {@link AuditRow} for `select`, of the alias `a`. */
export const AUDIT_COLUMNS =
  'a.id, a.organization_id, a.seq, a.at, a.actor_kind, a.actor_id, a.actor_label, a.action, a.subject_kind, a.subject_id, a.subject_label, a.before, a.after, a.address, a.user_agent, a.request_id, a.prev_hash, a.hash';

/** The entry of a row, exactly as it was hashed. */
export function toAuditRecord(row: AuditRow): AuditRecord {
  return {
    id: row.id,
    organizationId: row.organization_id,
    seq: Number(row.seq),
    at: iso(row.at),
    actor: { kind: row.actor_kind, id: row.actor_id, label: row.actor_label },
    action: row.action,
    subject: { kind: row.subject_kind, id: row.subject_id, label: row.subject_label },
    before: row.before,
    after: row.after,
    from: { address: row.address, userAgent: row.user_agent, requestId: row.request_id },
  };
}

/** What to show of the log; `action` is a whole action or the noun before its dot, `person` part of a name or e-mail, or an id. */
export interface AuditQuery {
  limit: number;
  cursor?: string | undefined;
  person?: string | undefined;
  action?: string | undefined;
  /** The thing it was done to: its id, or part of its label. */
  subject?: string | undefined;
  /** From this ISO time on … */
  since?: string | undefined;
  /** … and before this one. */
  until?: string | undefined;
}

/** Entries of an organization's log, newest first, each with the hash that the next one builds on. */
export async function listAudit(db: Database, organizationId: string, query: AuditQuery): Promise<Page<AuditRecord & { hash: string }>> {
  const { bind, values } = createBinds();
  const where = [`a.organization_id = ${bind(organizationId)}`];
  const about = (what: 'actor' | 'subject', text: string) => `(a.${what}_id = ${bind(text)} or a.${what}_label ilike ${bind(`%${likeText(text)}%`)})`;
  if (query.person !== undefined) where.push(about('actor', query.person));
  if (query.subject !== undefined) where.push(about('subject', query.subject));
  if (query.action !== undefined) where.push(query.action.includes('.') ? `a.action = ${bind(query.action)}` : `a.action like ${bind(`${likeText(query.action)}.%`)}`);
  if (query.since !== undefined) where.push(`a.at >= ${bind(query.since)}`);
  if (query.until !== undefined) where.push(`a.at < ${bind(query.until)}`);
  if (query.cursor !== undefined) where.push(`a.seq < ${bind(decodeCursor(query.cursor, ['number'])[0])}`);
  const rows = await select<AuditRow>(db, `select ${AUDIT_COLUMNS} from audit_entries a where ${where.join(' and ')} order by a.seq desc limit ${bind(query.limit + 1)}`, values);
  return toPage(rows, query.limit, { item: (row) => ({ ...toAuditRecord(row), hash: row.hash }), cursor: (row) => [Number(row.seq)] });
}

/** The actions that an organization's log knows, in order of the alphabet, for a filter. */
export async function auditActions(db: Database, organizationId: string): Promise<string[]> {
  const rows = await select<{ action: string }>(db, 'select distinct action from audit_entries where organization_id = $1 order by action', [organizationId]);
  return rows.map(({ action }) => action);
}
