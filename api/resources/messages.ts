import { createHash } from 'node:crypto';
import { isCommand } from '../../domain/commands/parse.ts';
import { DomainError } from '../../domain/errors.ts';
import { postMessage } from '../../models/messages.ts';
import { listFiles } from '../../models/files.ts';
import { listMessages, messageById } from '../../models/read/messages.ts';
import { refOf } from '../commands/acting.ts';
import { runTyped } from '../commands/typed.ts';
import { mentionsIn } from '../commands/who.ts';
import type { routes } from '../contract/index.ts';
import type { Answer, Call, Handlers } from '../http/handler.ts';
import { invalidRequest } from '../http/problem.ts';

type Routes = (typeof routes)['timeline'];
type Posted = Answer<Routes['postMessage']>;
type Post = Call<Routes['postMessage']>;

const keyOf = ({ viewer, body, commandId }: Post): string => `person/${viewer.personId}/${body.clientId ?? commandId}`;

async function messageAnswer({ deps, viewer, incident }: Post, id: string): Promise<Posted> {
  const message = await messageById(deps.db, viewer, { incidentId: incident.id, id });
  if (!message) throw new DomainError('not-found', 'The message is not there any more.');
  return message;
}

// Answers of commands and hints are for their author alone.
async function tellAuthor({ deps, viewer, incident }: Post, key: string, body: string): Promise<string> {
  const { id } = await postMessage(deps.db, { incidentId: incident.id, key, kind: 'system', author: null, authorName: 'Dispatch', body, onlyFor: [viewer.email] });
  return id;
}

async function postCommand(call: Post): Promise<Posted> {
  const { deps, viewer, incident, body } = call;
  const key = keyOf(call);
  const text = body.body.trim();
  await postMessage(deps.db, { incidentId: incident.id, key, kind: 'command', author: refOf(viewer), authorName: viewer.name, body: text, onlyFor: [viewer.email] });
  // The id of the command follows from the message's, so that a message sent twice is a command carried out once.
  const commandId = createHash('sha256').update(`${incident.id}\n${key}`).digest('hex').slice(0, 40);
  const answer = await runTyped({ deps, viewer, commandId }, incident, text);
  return messageAnswer(call, await tellAuthor(call, `${key}/answer`, answer));
}

async function checkAttachments({ deps, incident, viewer, body }: Post): Promise<void> {
  if (body.replyTo !== undefined && !(await messageById(deps.db, viewer, { incidentId: incident.id, id: body.replyTo }))) throw invalidRequest([{ pointer: '/replyTo', detail: 'is not a message of this incident' }]);
  const wanted = body.fileIds ?? [];
  if (wanted.length === 0) return;
  const known = new Set((await listFiles(deps.db, incident.id)).map((file) => file.id));
  const missing = wanted.flatMap((id, i) => (known.has(id) ? [] : [{ pointer: `/fileIds/${i}`, detail: 'is not a file of this incident: upload it first' }]));
  if (missing.length > 0) throw invalidRequest(missing);
}

function absentText(absent: readonly { name: string; email: string }[], restricted: boolean): string {
  const names = absent.map((p) => p.name).join(' and ');
  const why = restricted ? 'and cannot see this incident, because it is restricted' : 'and may not notice';
  return `${names} ${absent.length === 1 ? 'takes' : 'take'} no part here ${why}. To add them: \`/add ${absent.map((p) => p.email).join(' ')}\``;
}

async function postPlain(call: Post): Promise<Posted> {
  const { deps, viewer, incident, body } = call;
  const { participantIds, visibility } = incident.facts;
  const [mentioned] = await Promise.all([mentionsIn(call, body.body, participantIds), checkAttachments(call)]);
  const key = keyOf(call);
  const { id, created } = await postMessage(deps.db, {
    incidentId: incident.id, key, kind: 'person', author: refOf(viewer), authorName: viewer.name, body: body.body.trim(),
    mentions: mentioned.map((p) => p.email), fileIds: [...new Set(body.fileIds ?? [])], replyTo: body.replyTo ?? null,
  });
  if (created) deps.commands.noteActivity(incident.id);
  const absent = mentioned.filter((p) => !participantIds.includes(p.personId) && p.personId !== viewer.personId);
  if (created && absent.length > 0) await tellAuthor(call, `${key}/absent`, absentText(absent, visibility === 'restricted'));
  return messageAnswer(call, id);
}

/** The built-in conversation: reading, writing, and commands that are typed into it. */
export const messages: Handlers<Pick<Routes, 'messages' | 'postMessage'>> = {
  messages: ({ deps, viewer, incident, query }) => listMessages(deps.db, viewer, { incidentId: incident.id, ...query }),
  postMessage: (call) => (isCommand(call.body.body) ? postCommand(call) : postPlain(call)),
};
