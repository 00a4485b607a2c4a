import { z } from 'zod';
import { Id, IncidentParams, ListParam, PageQuery, Person, Text, Time, listOf, pageOf } from './common.ts';
import { defineRoute } from './route.ts';

/** One row of the timeline; `text` is Markdown made from the event, `amendedText` what people wrote instead. */
export const TimelineEvent = z.object({
  id: z.string(),
  seq: z.number().int(),
  kind: z.string(),
  at: Time,
  recordedAt: Time,
  actor: z.object({ kind: z.enum(['person', 'system', 'plugin']), name: z.string(), email: z.string().nullable() }),
  text: z.string(),
  amendedText: z.string().nullable(),
  /** Fields worth showing in a box, e.g. a report's. */
  details: z.array(z.object({ label: z.string(), text: z.string() })),
  pinned: z.boolean(),
  hash: z.string(),
});
/** See {@link TimelineEvent}. */
export type TimelineEvent = z.infer<typeof TimelineEvent>;
/** A message of the built-in conversation. */
export const Message = z.object({
  id: Id,
  position: z.number().int(),
  kind: z.enum(['person', 'system', 'command']),
  author: Person.nullable(),
  authorName: z.string(),
  body: z.string(),
  onlyForYou: z.boolean(),
  mentions: z.array(z.string()),
  buttons: z.array(z.object({ label: z.string(), url: z.string() })),
  files: z.array(z.object({ id: Id, name: z.string(), mediaType: z.string(), size: z.number().int() })),
  replyTo: Id.nullable(),
  pinned: z.boolean(),
  createdAt: Time,
  editedAt: Time.nullable(),
});
/** See {@link Message}. */
export type Message = z.infer<typeof Message>;
/** A posted report. */
export const Report = z.object({
  id: Id,
  kind: z.enum(['tactical', 'executive']),
  fields: z.array(z.object({ name: z.string(), label: z.string(), text: z.string() })),
  author: z.string(),
  postedAt: Time,
});
const Section = Text(10_000).refine((t) => t.trim() !== '', 'may not be empty');
/** Body of a report by its kind. */
export const ReportBodySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('tactical'), conditions: Section, actions: Section, needs: Section }),
  z.strictObject({ kind: z.literal('executive'), currentStatus: Section, overview: Section, nextSteps: Section }),
]);

const tag = 'Timeline and conversation';
const EventParams = IncidentParams.extend({ seq: z.coerce.number().int().min(1) });
/** Routes about timeline, conversation, reports and files. */
export const timeline = {
  events: defineRoute({ id: 'timeline.events', method: 'get', path: '/incidents/:incident/events', access: { incident: 'view' }, tag, summary: 'Timeline, newest first unless order=asc', params: IncidentParams, query: PageQuery.extend({ order: z.enum(['asc', 'desc']).default('desc'), kind: ListParam, pinned: z.stringbool().optional(), q: z.string().max(200).optional() }), response: pageOf(TimelineEvent).extend({ total: z.number().int() }) }),
  addEvent: defineRoute({ id: 'timeline.addEvent', method: 'post', path: '/incidents/:incident/events', access: { incident: 'post' }, tag, summary: 'Add a note to the timeline, now or back-dated', params: IncidentParams, body: z.strictObject({ text: Section, at: Time.optional() }), response: TimelineEvent, status: 201 }),
  annotate: defineRoute({ id: 'timeline.annotate', method: 'patch', path: '/incidents/:incident/events/:seq', access: { incident: 'edit' }, tag, summary: 'Pin, unpin or amend the text of an event; the ledger itself stays', params: EventParams, body: z.strictObject({ pinned: z.boolean().optional(), text: Section.optional() }).refine((b) => Object.keys(b).length > 0, 'name pinned or text'), response: TimelineEvent }),
  verify: defineRoute({ id: 'timeline.verify', method: 'get', path: '/incidents/:incident/events/verify', access: { incident: 'view' }, tag, summary: 'Checks the ledger’s hash chain', params: IncidentParams, response: z.object({ intact: z.boolean(), events: z.number().int(), redacted: z.number().int(), firstBrokenSeq: z.number().int().nullable(), head: z.string() }) }),
  messages: defineRoute({ id: 'timeline.messages', method: 'get', path: '/incidents/:incident/messages', access: { incident: 'view' }, tag, summary: 'Conversation, newest page first, oldest first inside a page; cursor goes back in time', params: IncidentParams, query: PageQuery.extend({ after: z.coerce.number().int().optional() }), response: pageOf(Message) }),
  postMessage: defineRoute({ id: 'timeline.postMessage', method: 'post', path: '/incidents/:incident/messages', access: { incident: 'post' }, tag, summary: 'Post a message; one that begins with / is a command (try /help)', params: IncidentParams, body: z.strictObject({ body: Section, clientId: z.string().min(1).max(100).optional(), replyTo: Id.optional(), fileIds: z.array(Id).max(20).optional() }), response: Message, status: 201 }),
  reports: defineRoute({ id: 'timeline.reports', method: 'get', path: '/incidents/:incident/reports', access: { incident: 'view' }, tag, summary: 'Reports, newest first', params: IncidentParams, response: listOf(Report) }),
  postReport: defineRoute({ id: 'timeline.postReport', method: 'post', path: '/incidents/:incident/reports', access: { incident: 'post' }, tag, summary: 'Post a tactical or executive report', params: IncidentParams, body: ReportBodySchema, response: Report, status: 201 }),
  snoozeReport: defineRoute({ id: 'timeline.snoozeReport', method: 'post', path: '/incidents/:incident/reports/snooze', access: { incident: 'post' }, tag, summary: 'Put the next report reminder off', params: IncidentParams, body: z.strictObject({ kind: z.enum(['tactical', 'executive']), minutes: z.int().min(5).max(1440) }), status: 204 }),
  files: defineRoute({ id: 'timeline.files', method: 'get', path: '/incidents/:incident/files', access: { incident: 'view' }, tag, summary: 'Files of an incident', params: IncidentParams, response: listOf(z.object({ id: Id, name: z.string(), mediaType: z.string(), size: z.number().int(), sha256: z.string(), uploadedBy: z.string().nullable(), createdAt: Time })) }),
  upload: defineRoute({ id: 'timeline.upload', method: 'post', path: '/incidents/:incident/files', access: { incident: 'post' }, tag, summary: 'Upload a file: raw body, Content-Type as the media type, ?name=; at most 25 MB', params: IncidentParams, query: z.object({ name: z.string().trim().min(1).max(255) }), response: z.object({ id: Id, name: z.string(), mediaType: z.string(), size: z.number().int(), sha256: z.string() }), status: 201, rawBodyLimit: 26_214_400 }),
  download: defineRoute({ id: 'timeline.download', method: 'get', path: '/incidents/:incident/files/:id', access: { incident: 'view' }, tag, summary: 'Download a file', params: IncidentParams.extend({ id: Id }), produces: 'application/octet-stream' }),
} as const;
