import { z } from 'zod';
import { Email, Id, IdParams, IncidentParams, PageQuery, StageName, Text, Time, listOf, pageOf } from './common.ts';
import { PostmortemBrief } from './incidents.ts';
import { defineRoute } from './route.ts';

/** A document: `body` is the Markdown source with `{{placeholders}}`, `rendered` the same with today's values. */
export const DocumentView = z.object({
  id: Id,
  incident: z.object({ id: Id, key: z.string() }),
  kind: z.enum(['incident', 'review', 'executive']),
  title: z.string(),
  body: z.string(),
  rendered: z.string(),
  values: z.record(z.string(), z.string()),
  revision: z.number().int(),
  editable: z.boolean(),
  updatedAt: Time,
});
/** A postmortem in the list. */
export const PostmortemRow = PostmortemBrief.extend({ incident: z.object({ id: Id, key: z.string(), title: z.string(), stage: StageName, severity: z.string(), severityRank: z.number().int() }), overdue: z.boolean(), tasksOpen: z.number().int(), tasksTotal: z.number().int() });

const tag = 'Documents and postmortem';
/** Routes about documents and postmortems. */
export const documents = {
  list: defineRoute({ id: 'documents.list', method: 'get', path: '/incidents/:incident/documents', access: { incident: 'view' }, tag, summary: 'Built-in documents of an incident', params: IncidentParams, response: listOf(DocumentView) }),
  get: defineRoute({ id: 'documents.get', method: 'get', path: '/documents/:id', access: 'member', tag, summary: 'One document (of an incident the caller may see)', params: IdParams, response: DocumentView }),
  edit: defineRoute({ id: 'documents.edit', method: 'put', path: '/documents/:id', access: 'member', tag, summary: 'Save a new revision; 409 when somebody saved since `revision`', params: IdParams, body: z.strictObject({ body: Text(500_000), revision: z.int().min(1) }), response: DocumentView }),
  postmortems: defineRoute({ id: 'documents.postmortems', method: 'get', path: '/postmortems', access: 'member', tag, summary: 'Postmortems, those due first', query: PageQuery.extend({ state: z.enum(['open', 'published', 'all']).default('open') }), response: pageOf(PostmortemRow) }),
  schedule: defineRoute({ id: 'documents.schedule', method: 'post', path: '/incidents/:incident/postmortem/meeting', access: { incident: 'publishPostmortem' }, tag, summary: 'Move the review meeting', params: IncidentParams, body: z.strictObject({ meetingAt: Time, ownerEmail: Email.optional() }), response: PostmortemBrief }),
  publish: defineRoute({ id: 'documents.publish', method: 'post', path: '/incidents/:incident/postmortem/publish', access: { incident: 'publishPostmortem' }, tag, summary: 'Publish the postmortem', params: IncidentParams, response: PostmortemBrief }),
} as const;
