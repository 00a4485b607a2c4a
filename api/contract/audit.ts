import { z } from 'zod';
import { Id, PageQuery, Time, listOf, pageOf } from './common.ts';
import { defineRoute } from './route.ts';

/** One entry of the audit log. `hash` covers the entry and the hash before it; `before` and `after` hold what changed. */
export const AuditEntryView = z.object({
  id: Id,
  seq: z.number().int(),
  at: Time,
  actor: z.object({ kind: z.enum(['person', 'service', 'system']), id: z.string().nullable(), label: z.string() }),
  action: z.string(),
  subject: z.object({ kind: z.string(), id: z.string().nullable(), label: z.string() }),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  from: z.object({ address: z.string().nullable(), userAgent: z.string().nullable(), requestId: z.string().nullable() }),
  hash: z.string(),
});
/** See {@link AuditEntryView}. */
export type AuditEntryView = z.infer<typeof AuditEntryView>;

const Filter = {
  /** Who: an id, or part of a name or e-mail. */
  person: z.string().trim().min(1).max(200).optional(),
  /** `token.created`, or `token` for everything about tokens. */
  action: z.string().trim().min(1).max(100).optional(),
  /** What it was done to: an id, or part of a name. */
  subject: z.string().trim().min(1).max(200).optional(),
  since: Time.optional(),
  until: Time.optional(),
};

const tag = 'Audit log';
/** Routes of the audit log: read only, for there is no way to change it. */
export const audit = {
  list: defineRoute({ id: 'audit.list', method: 'get', path: '/audit', access: 'readAudit', tag, summary: 'Who changed what, newest first', query: PageQuery.extend(Filter), response: pageOf(AuditEntryView) }),
  actions: defineRoute({ id: 'audit.actions', method: 'get', path: '/audit/actions', access: 'readAudit', tag, summary: 'The actions that the log knows, for a filter', response: listOf(z.string()) }),
  verify: defineRoute({ id: 'audit.verify', method: 'get', path: '/audit/verify', access: 'readAudit', tag, summary: 'Checks that no entry was changed, removed or added behind the product’s back', response: z.object({ intact: z.boolean(), entries: z.number().int(), firstBrokenSeq: z.number().int().nullable(), head: z.string() }) }),
  exportFile: defineRoute({ id: 'audit.export', method: 'get', path: '/audit/export', access: 'readAudit', stepUp: true, tag, summary: 'The entries that match as a file, newest first: CSV, or JSON Lines with format=jsonl', query: z.object({ ...Filter, format: z.enum(['csv', 'jsonl']).default('csv') }), produces: 'text/csv' }),
} as const;
