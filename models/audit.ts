import { randomUUID } from 'node:crypto';
import { DomainError } from '../domain/errors.ts';
import type { Database } from './connect.ts';
import { canonicalJson, GENESIS_HASH, sha256 } from './hash.ts';
import { select, selectOne, transaction } from './sql.ts';
import { storableJson } from './values.ts';

/** Who did something: a person, a service account, or the product itself. `label` is what people read, e.g. `Ada Lovelace <ada@example.com>`. */
export interface AuditActor {
  kind: 'person' | 'service' | 'system';
  id: string | null;
  label: string;
}

/** Where a request came from. */
export interface AuditOrigin {
  address: string | null;
  userAgent: string | null;
  requestId: string | null;
}

/** One thing that happened and has to be provable later. Never holds secrets; `before` and `after` hold what changed. */
export interface AuditEntry {
  /** Null = it concerns the installation, not one organization. */
  organizationId: string | null;
  actor: AuditActor;
  /** `noun.pastVerb`, e.g. `token.created`. */
  action: string;
  subject: { kind: string; id: string | null; label: string };
  before?: object | null | undefined;
  after?: object | null | undefined;
  /** Null = not from a request. */
  from?: AuditOrigin | null | undefined;
}

/** An entry as the log keeps it: everything that its hash covers. */
export interface AuditRecord {
  id: string;
  organizationId: string | null;
  seq: number;
  /** ISO. */
  at: string;
  actor: AuditActor;
  action: string;
  subject: { kind: string; id: string | null; label: string };
  before: object | null;
  after: object | null;
  from: AuditOrigin;
}

/** Stands for the installation where a chain needs the id of an organization. */
export const INSTALLATION = '00000000-0000-0000-0000-000000000000';

const ACTION = /^[a-z][a-zA-Z]*(-[a-z]+)*\.[a-z][a-zA-Z]*$/;
const LONGEST = { label: 300, userAgent: 400 };

/** SHA-256 (hex) of the hash before and the entry: whoever changes, removes or reorders an entry breaks every hash after it. */
export function auditHash(previous: string, record: AuditRecord): string {
  return sha256(`${previous}\n${canonicalJson(record)}`);
}

/**
 * Writes an entry to the audit log, in the caller's transaction when `db` is bound to one: then change and entry are stored both or
 * neither. Entries of one organization are put in order by a lock that is held until the transaction ends, so call it last.
 */
export async function recordAudit(db: Database, entry: AuditEntry): Promise<{ id: string; seq: number }> {
  if (!ACTION.test(entry.action)) throw new Error(`"${entry.action}" is no name of an audited action: use noun.pastVerb`);
  return transaction(db, async (tx) => {
    const scope = entry.organizationId ?? INSTALLATION;
    const head = await lockHead(tx, scope);
    const record = storable({ id: randomUUID(), seq: Number(head.seq) + 1, at: head.now.toISOString() }, entry);
    const hash = auditHash(head.hash, record);
    await select(tx, INSERT, [...columnsOf(record), head.hash, hash, scope]);
    return { id: record.id, seq: record.seq };
  });
}

// The clock is read after the lock is held, so that times ascend with the numbers.
async function lockHead(db: Database, scope: string): Promise<{ seq: string; hash: string; now: Date }> {
  const head = await selectOne<{ seq: string; hash: string; now: Date }>(
    db,
    `insert into audit_heads as h (scope, seq, hash) values ($1, 0, $2) on conflict (scope) do update set seq = h.seq
     returning h.seq, h.hash, date_trunc('milliseconds', clock_timestamp()) as now`,
    [scope, GENESIS_HASH],
  );
  if (head === null) throw new DomainError('internal', 'The audit log could not be opened.');
  return head;
}

const INSERT = `
  with added as (
    insert into audit_entries (id, organization_id, seq, at, actor_kind, actor_id, actor_label, action, subject_kind, subject_id, subject_label, before, after, address, user_agent, request_id, prev_hash, hash)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::jsonb, $13::jsonb, $14, $15, $16, $17, $18) returning seq, hash)
  update audit_heads h set seq = added.seq, hash = added.hash from added where h.scope = $19 returning h.seq`;

function columnsOf({ id, organizationId, seq, at, actor, action, subject, before, after, from }: AuditRecord): unknown[] {
  const json = (value: object | null) => (value === null ? null : JSON.stringify(value));
  return [id, organizationId, seq, at, actor.kind, actor.id, actor.label, action, subject.kind, subject.id, subject.label, json(before), json(after), from.address, from.userAgent, from.requestId];
}

// What comes back from the table must be what was hashed, so the entry goes through JSON as PostgreSQL takes it, first.
function storable(place: Pick<AuditRecord, 'id' | 'seq' | 'at'>, entry: AuditEntry): AuditRecord {
  const { organizationId, actor, action, subject, before = null, after = null, from } = entry;
  const { address = null, userAgent = null, requestId = null } = from ?? {};
  const record: AuditRecord = {
    ...place,
    organizationId,
    actor: { kind: actor.kind, id: actor.id, label: actor.label.slice(0, LONGEST.label) },
    action,
    subject: { kind: subject.kind, id: subject.id, label: subject.label.slice(0, LONGEST.label) },
    before,
    after,
    from: { address, userAgent: userAgent?.slice(0, LONGEST.userAgent) ?? null, requestId },
  };
  return JSON.parse(storableJson(record)) as AuditRecord;
}
