import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { callbackify } from 'node:util';
import { ZipFile } from 'yazl';
import { describeEvent } from '../../domain/incident/describe.ts';
import { renderTemplate } from '../../domain/incident/template.ts';
import { recordAudit } from '../../models/audit.ts';
import { documentsOf } from '../../models/documents.ts';
import { listFiles, readFile } from '../../models/files.ts';
import { listMessages, type MessageView } from '../../models/read/messages.ts';
import { listReports } from '../../models/read/reports.ts';
import { listTimeline, type TimelineRow } from '../../models/read/timeline.ts';
import { auditOf } from '../audit.ts';
import type { routes } from '../contract/index.ts';
import { attachment, cleanFileName } from '../http/file-safety.ts';
import type { Call } from '../http/handler.ts';
import { incidentAnswer } from './incident-view.ts';

type Route = (typeof routes)['privacy']['exportIncident'];
type Export = Awaited<ReturnType<typeof collect>>;
const PAGE = 200;

async function all<T>(page: (cursor: string | undefined) => Promise<{ data: T[]; nextCursor: string | null }>): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const { data, nextCursor } = await page(cursor);
    items.push(...data);
    cursor = nextCursor;
  }
  return items;
}

// As the viewer sees it: messages to others alone are not in it, nor what hangs on other incidents.
async function collect({ deps, viewer, incident }: Call<Route>) {
  const { db } = deps;
  const { abilities: _abilities, related: _related, ...facts } = await incidentAnswer(deps, viewer, incident.id);
  const timeline = await all((cursor) => listTimeline(db, incident.id, { limit: PAGE, order: 'asc', ...(cursor === undefined ? {} : { cursor }) }));
  const pages: MessageView[][] = [];
  await all(async (cursor) => {
    const page = await listMessages(db, viewer, { incidentId: incident.id, limit: PAGE, cursor });
    pages.unshift(page.data);
    return page;
  });
  const [reports, documents, files] = await Promise.all([listReports(db, incident.id), documentsOf(db, incident.id), listFiles(db, incident.id)]);
  return {
    exportedAt: new Date().toISOString(),
    exportedBy: viewer.email,
    incident: facts,
    timeline: timeline.map(({ event, pinned, amendedText, hash }) => ({ ...event, text: describeEvent(event).text, amendedText, pinned, hash })),
    conversation: pages.flat(),
    reports,
    documents: documents.map(({ kind, title, body, values, revision, updatedAt }) => ({ kind, title, revision, updatedAt, text: renderTemplate(body, values) })),
    files,
  };
}

const line = ({ event, amendedText }: Pick<TimelineRow, 'event' | 'amendedText'>, text: string): string => `- ${event.at} ${amendedText ?? text}`;

function timelineText({ incident, timeline }: Export): string {
  return [`# ${incident.key} ${incident.title}`, '', ...timeline.map((event) => line({ event, amendedText: event.amendedText }, event.text)), ''].join('\n');
}

function conversationText({ incident, conversation }: Export): string {
  return [`# ${incident.key}: conversation`, '', ...conversation.flatMap((m) => [`**${m.authorName}** ${m.createdAt}`, '', m.body, ''])].join('\n');
}

function pack(call: Call<Route>, found: Export): ZipFile {
  const zip = new ZipFile();
  const mtime = new Date(found.exportedAt);
  const text = (name: string, content: string): void => zip.addBuffer(Buffer.from(content), name, { mtime, compress: true });
  text('incident.json', JSON.stringify(found, null, 2));
  text('timeline.md', timelineText(found));
  text('conversation.md', conversationText(found));
  for (const { kind, text: body } of found.documents) text(`documents/${kind}.md`, body);
  const taken = new Set<string>();
  for (const file of found.files) {
    // Names are made safe again: rows may be older than the rules for names.
    const name = cleanFileName(file.name) || file.id;
    const path = `files/${taken.has(name) ? `${file.id}-${name}` : name}`;
    taken.add(name);
    // Read one after the other, when the one before is out.
    const read = callbackify(async () => Readable.from([(await readFile(call.deps.db, call.incident.id, file.id))?.content ?? Buffer.alloc(0)]));
    zip.addReadStreamLazy(path, { mtime: new Date(file.createdAt), compress: false }, (done) => read(done));
  }
  zip.end();
  return zip;
}

/** Answers an incident as a file: a ZIP with its files and readable texts, or everything but the files' contents as JSON. Taking it away is audited. */
export async function exportIncident(call: Call<Route>): Promise<void> {
  const { deps, viewer, incident, query, response, request } = call;
  const found = await collect(call);
  await recordAudit(deps.db, { ...auditOf(call), organizationId: viewer.organizationId, action: 'incident.exported', subject: { kind: 'incident', id: incident.id, label: incident.key }, after: { format: query.format } });
  const name = `${cleanFileName(incident.key)}.${query.format}`;
  response.set({ 'content-type': query.format === 'zip' ? 'application/zip' : 'application/json', 'content-disposition': attachment(name), 'cache-control': 'private, no-store' });
  if (request.method === 'HEAD') response.end();
  else if (query.format === 'json') response.end(JSON.stringify(found, null, 2));
  else await pipeline(pack(call, found).outputStream, response);
}
