import { z } from 'zod';
import { Email, Id, IdParams, IncidentParams, Line, PageQuery, Time, listOf, pageOf } from './common.ts';
import { defineRoute } from './route.ts';

/** How long a project keeps its closed incidents; `days` after closing, null = for ever. `due` would be purged now, `held` are kept by a legal hold. */
export const RetentionPolicyView = z.object({ projectId: Id, project: z.string(), days: z.number().int().nullable(), due: z.number().int(), held: z.number().int() });
/** What a policy would purge; nothing is purged by looking. */
export const RetentionPreviewView = z.object({
  due: z.number().int(),
  held: z.number().int(),
  kept: z.number().int(),
  oldestClosedAt: Time.nullable(),
  newestClosedAt: Time.nullable(),
  first: z.array(z.object({ id: Id, key: z.string(), closedAt: Time })),
});
/** What is left of a purged incident; `resources` stay at their providers, `ledgerHead` is the last hash of its ledger. */
export const TombstoneView = z.object({
  incidentId: Id,
  key: z.string(),
  formerKeys: z.array(z.string()),
  project: z.string(),
  visibility: z.string(),
  declaredAt: Time,
  closedAt: Time,
  purgedAt: Time,
  retentionDays: z.number().int().nullable(),
  purgedBy: z.string(),
  counts: z.record(z.string(), z.number()),
  resources: z.array(z.object({ kind: z.string(), provider: z.string(), externalId: z.string(), url: z.string().nullable() })),
  ledgerHead: z.string(),
});
/** A legal hold; null in answers = there is none. */
export const LegalHoldView = z.object({ reason: z.string(), placedBy: z.string().nullable(), placedAt: Time });
/** An erasure of a person's data: `running` until every incident was gone through. */
export const ErasureView = z.object({ id: Id, personId: Id, state: z.enum(['running', 'done']), requestedBy: z.string(), requestedAt: Time, finishedAt: Time.nullable(), incidents: z.number().int(), lastError: z.string().nullable() });

const Days = z.coerce.number('must be a whole number of days').int().min(1, 'must be at least 1').max(36_500, 'may be at most 36500');
const Hold = z.object({ hold: LegalHoldView.nullable() });
const tag = 'Data protection';
/** Largest list of payloads that the codec takes, in bytes: a page of a history. */
const PAYLOADS = 8_388_608;

/** Routes of retention, legal holds, exports, erasure, and the codec of Temporal's payloads. */
export const privacy = {
  retention: {
    list: defineRoute({ id: 'retention.list', method: 'get', path: '/retention', access: 'configure', tag, summary: 'How long each project keeps its closed incidents', response: listOf(RetentionPolicyView) }),
    update: defineRoute({ id: 'retention.update', method: 'put', path: '/retention/:id', access: 'configure', stepUp: true, tag, summary: 'Set after how many days a project’s closed incidents are purged; null = never', params: IdParams, body: z.strictObject({ days: z.int().min(1).max(36_500).nullable() }), response: RetentionPolicyView }),
    preview: defineRoute({ id: 'retention.preview', method: 'get', path: '/retention/:id/preview', access: 'configure', tag, summary: 'What a policy of so many days would purge in a project now', params: IdParams, query: z.object({ days: Days }), response: RetentionPreviewView }),
    purged: defineRoute({ id: 'retention.purged', method: 'get', path: '/retention/purged', access: 'seeRestricted', tag, summary: 'What is left of purged incidents, newest first', query: PageQuery, response: pageOf(TombstoneView) }),
  },
  hold: {
    get: defineRoute({ id: 'legalHold.get', method: 'get', path: '/incidents/:incident/legal-hold', access: 'seeRestricted', tag, summary: 'The legal hold of an incident', params: IncidentParams, response: Hold }),
    set: defineRoute({ id: 'legalHold.set', method: 'put', path: '/incidents/:incident/legal-hold', access: 'seeRestricted', tag, summary: 'Keep an incident from being purged, or lift that (reason null)', params: IncidentParams, body: z.strictObject({ reason: Line(500).nullable() }), response: Hold }),
  },
  exportIncident: defineRoute({ id: 'incidents.export', method: 'get', path: '/incidents/:incident/export', access: { incident: 'view' }, tag, summary: 'Everything of an incident that the caller may see, as a ZIP with its files, or as JSON', params: IncidentParams, query: z.object({ format: z.enum(['zip', 'json']).default('zip') }), produces: 'application/zip' }),
  people: {
    exportData: defineRoute({ id: 'people.exportData', method: 'get', path: '/people/:id/data', access: 'manageMembers', stepUp: true, tag, summary: 'Everything that is stored about a person, as JSON', params: IdParams, produces: 'application/json' }),
    erase: defineRoute({ id: 'people.erase', method: 'post', path: '/people/:id/erase', access: 'manageMembers', stepUp: true, tag, summary: 'Replace a person by an anonymous one everywhere; `email` must be theirs, as a confirmation. It cannot be undone', params: IdParams, body: z.strictObject({ email: Email }), response: ErasureView, status: 202 }),
    erasures: defineRoute({ id: 'people.erasures', method: 'get', path: '/erasures', access: 'manageMembers', tag, summary: 'Erasures, newest first', query: z.object({ person: Id.optional() }), response: listOf(ErasureView) }),
  },
  codec: {
    decode: defineRoute({ id: 'codec.decode', method: 'post', path: '/codec/decode', access: 'seeRestricted', tag, summary: 'Decrypts payloads for Temporal’s UI (its remote codec protocol)', produces: 'application/json', rawBodyLimit: PAYLOADS }),
    encode: defineRoute({ id: 'codec.encode', method: 'post', path: '/codec/encode', access: 'seeRestricted', tag, summary: 'Encrypts payloads for Temporal’s UI (its remote codec protocol)', produces: 'application/json', rawBodyLimit: PAYLOADS }),
  },
} as const;
