import { csvLine } from '../../domain/csv.ts';
import { verifyAuditOf } from '../../models/audit-chain.ts';
import { type AuditRecord, recordAudit } from '../../models/audit.ts';
import { auditActions, listAudit } from '../../models/read/audit.ts';
import { auditOf } from '../audit.ts';
import type { AuditEntryView } from '../contract/audit.ts';
import type { routes } from '../contract/index.ts';
import type { Call, Handlers } from '../http/handler.ts';
import { writeChunk } from '../http/chunks.ts';

type Routes = (typeof routes)['audit'];
type Entry = AuditRecord & { hash: string };
const PAGE = 500;

// Before and after are objects by the log's own type; the contract says so with names.
const view = ({ organizationId: _organizationId, before, after, ...rest }: Entry): AuditEntryView => ({ ...rest, before: before && { ...before }, after: after && { ...after } });

const COLUMNS = ['seq', 'at', 'actorKind', 'actorId', 'actor', 'action', 'subjectKind', 'subjectId', 'subject', 'before', 'after', 'address', 'userAgent', 'requestId', 'hash'] as const;

function csvOf({ seq, at, actor, action, subject, before, after, from, hash }: Entry): string {
  const json = (value: object | null) => value && JSON.stringify(value);
  return csvLine([seq, at, actor.kind, actor.id, actor.label, action, subject.kind, subject.id, subject.label, json(before), json(after), from.address, from.userAgent, from.requestId, hash]);
}

const FORMATS = {
  // The mark tells spreadsheets that this is UTF-8.
  csv: { type: 'text/csv; charset=utf-8', head: `\uFEFF${csvLine(COLUMNS)}`, line: csvOf },
  jsonl: { type: 'application/jsonl; charset=utf-8', head: '', line: (entry: Entry) => `${JSON.stringify(view(entry))}\n` },
} as const;

// Taking the log away is itself something that the log has to know, and first of all.
async function exportFile(call: Call<Routes['exportFile']>): Promise<void> {
  const { deps, viewer, query, response } = call;
  const { format, ...filter } = query;
  const { organizationId } = viewer;
  const { type, head, line } = FORMATS[format];
  let page = await listAudit(deps.db, organizationId, { ...filter, limit: PAGE });
  await recordAudit(deps.db, { ...auditOf(call), organizationId, action: 'audit.exported', subject: { kind: 'audit', id: null, label: 'Audit log' }, after: { format, ...filter } });
  response.set({ 'content-type': type, 'content-disposition': `attachment; filename="audit-log.${format}"`, 'cache-control': 'no-store' });
  for (let text = head; await writeChunk(response, text + page.data.map(line).join('')); text = '') {
    if (page.nextCursor === null) break;
    page = await listAudit(deps.db, organizationId, { ...filter, limit: PAGE, cursor: page.nextCursor });
  }
  response.end();
}

/** The audit log of the organization: reading, checking, taking it away; nothing that changes it. */
export const audit: Handlers<Routes> = {
  async list({ deps, viewer, query }) {
    const { data, nextCursor } = await listAudit(deps.db, viewer.organizationId, query);
    return { data: data.map(view), nextCursor };
  },
  actions: async ({ deps, viewer }) => ({ data: await auditActions(deps.db, viewer.organizationId) }),
  verify: ({ deps, viewer }) => verifyAuditOf(deps.db, viewer.organizationId),
  exportFile,
};
