import { auditHash, INSTALLATION } from './audit.ts';
import type { Database } from './connect.ts';
import { GENESIS_HASH } from './hash.ts';
import { AUDIT_COLUMNS, toAuditRecord, type AuditRow } from './read/audit.ts';
import { select, selectOne } from './sql.ts';

/** The answer of a check of one chain of the audit log; `head` is the hash of its last entry, worth keeping somewhere else. */
export interface AuditChainReport {
  /** Null = the installation's own chain. */
  organizationId: string | null;
  intact: boolean;
  entries: number;
  firstBrokenSeq: number | null;
  head: string;
}

interface Head {
  scope: string;
  seq: string;
  hash: string;
}

const PAGE = 1000;
/** Stands for the number of the last entry where that is gone: more than there can be, so that the chain does not hold. */
const LOST = '9223372036854775807';

/** Recomputes every chain of the audit log: finds entries that were changed, removed, inserted, reordered or cut off at the end. */
export async function verifyAudit(db: Database): Promise<AuditChainReport[]> {
  const heads = await select<Head>(
    db,
    `select coalesce(h.scope, e.scope) as scope, coalesce(h.seq, ${LOST}) as seq, coalesce(h.hash, '') as hash from audit_heads h
     full join (select distinct coalesce(organization_id, '${INSTALLATION}'::uuid) as scope from audit_entries) e on e.scope = h.scope order by 1`,
  );
  const reports: AuditChainReport[] = [];
  for (const head of heads) reports.push(await verifyOne(db, head));
  return reports;
}

/** The check of one organization's chain. */
export async function verifyAuditOf(db: Database, organizationId: string): Promise<Omit<AuditChainReport, 'organizationId'>> {
  const head = await selectOne<Head>(
    db,
    `select $1::uuid as scope, coalesce(h.seq, e.seq) as seq, coalesce(h.hash, '${GENESIS_HASH}') as hash
     from (select case when exists (select 1 from audit_entries where organization_id = $1) then ${LOST} else 0 end as seq) e left join audit_heads h on h.scope = $1`,
    [organizationId],
  );
  const { organizationId: _organizationId, ...report } = await verifyOne(db, head ?? { scope: organizationId, seq: LOST, hash: '' });
  return report;
}

async function verifyOne(db: Database, end: Head): Promise<AuditChainReport> {
  const organizationId = end.scope === INSTALLATION ? null : end.scope;
  let [head, seq] = [GENESIS_HASH, 0];
  const broken = () => ({ organizationId, intact: false, entries: seq, firstBrokenSeq: seq + 1, head });
  for (;;) {
    const rows = await select<AuditRow>(
      db,
      `select ${AUDIT_COLUMNS} from audit_entries a where coalesce(a.organization_id, '${INSTALLATION}'::uuid) = $1 and a.seq > $2 order by a.seq limit ${PAGE}`,
      [end.scope, seq],
    );
    for (const row of rows) {
      const record = toAuditRecord(row);
      const isNext = record.seq === seq + 1 && row.prev_hash === head && row.hash === auditHash(head, record);
      if (!isNext) return broken();
      head = row.hash;
      seq = record.seq;
    }
    if (rows.length < PAGE) break;
  }
  // Entries that were added meanwhile lie behind the end that was read; fewer than it says were cut off.
  const isWhole = seq > Number(end.seq) || (seq === Number(end.seq) && head === end.hash);
  return isWhole ? { organizationId, intact: true, entries: seq, firstBrokenSeq: null, head } : broken();
}
