import { createHash } from 'node:crypto';
import { abilitiesOf } from '../../domain/access.ts';
import { recordActivities } from '../../models/cost/activities.ts';
import { hasEvent } from '../../models/ledger-read.ts';
import { hasLaterMove, type InboundSource } from '../../models/inbound.ts';
import { findPersonByEmail } from '../../models/people.ts';
import { isEngagedObserver } from '../../models/read/engaged-observer.ts';
import type { FoundIncident } from '../../models/read/find-incident.ts';
import { incidentOfResource } from '../../models/read/incident-of-resource.ts';
import type { InboundFact, InboundPerson } from '../../plugins/contract.ts';
import { send, type Acting } from '../commands/acting.ts';
import type { ApiDeps } from '../deps.ts';
import { viewerAt } from './people.ts';

/** One fact with the id that makes what follows from it happen once. */
export interface GivenFact {
  fact: InboundFact;
  id: string;
}
interface Here {
  deps: ApiDeps;
  source: InboundSource;
  incident: FoundIncident;
  id: string;
}
type WithKind<F, K> = F extends { kind: infer Kinds } ? (K extends Kinds ? F : never) : never;
type Of<K extends InboundFact['kind']> = WithKind<InboundFact, K>;

/** True for what is only counted, and may therefore be carried out together with others of its kind. */
export function isMessage(fact: InboundFact): fact is Of<'message'> {
  return fact.kind === 'message';
}

/** Counts what people wrote for the cost, as few queries as conversations and authors: a busy channel brings thousands. Throws `unavailable` when it is to be tried again. */
export async function carryOutMessages(deps: ApiDeps, source: InboundSource, given: readonly { fact: Of<'message'>; id: string }[]): Promise<void> {
  for (const [conversationId, messages] of Map.groupBy(given, ({ fact }) => fact.conversationId)) {
    const incident = await incidentAt(deps, source, conversationId);
    if (incident === null) continue;
    for (const [email, theirs] of Map.groupBy(messages, ({ fact }) => (fact.isBot ? null : fact.author.email))) {
      const last = theirs.at(-1);
      if (email !== null && last !== undefined) await noticed({ deps, source, incident, id: last.id }, email, theirs.map(({ fact }) => fact));
    }
  }
}

function incidentAt(deps: ApiDeps, { organizationId, pluginId }: InboundSource, conversationId: string): Promise<FoundIncident | null> {
  return incidentOfResource(deps.db, organizationId, { provider: pluginId, kind: 'conversation', externalId: conversationId });
}

/** Does what a fact means to the incident that owns the object; a fact about an object of nobody's means nothing. Throws `unavailable` when it is to be tried again. */
export async function carryOut(deps: ApiDeps, source: InboundSource, { fact, id }: GivenFact): Promise<void> {
  if (!('conversationId' in fact)) return;
  if (isMessage(fact)) return carryOutMessages(deps, source, [{ fact, id }]);
  const incident = await incidentAt(deps, source, fact.conversationId);
  if (incident === null) return;
  const here: Here = { deps, source, incident, id };
  switch (fact.kind) {
    case 'message-kept':
      return keep(here, fact);
    case 'member-joined':
      return joined(here, fact);
    case 'member-left':
      return left(here, fact);
    case 'conversation-renamed':
      return note(here, `The channel was renamed to ${fact.name} by hand.`, fact.at);
    case 'conversation-archived':
      return note(here, `The channel was archived by hand${byWhom(fact.by)}.`, fact.at);
    case 'conversation-unarchived':
      return note(here, `The channel was opened again by hand${byWhom(fact.by)}.`, fact.at);
    case 'conversation-deleted':
      return note(here, `The channel was deleted by hand${byWhom(fact.by)}. The incident goes on without it; supply another under Automation.`, fact.at);
    case 'message-released':
  }
}

const byWhom = (by: InboundPerson | null): string => (by === null ? '' : ` by ${by.name}`);

/** A command's id that follows from the fact's. */
const commandId = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 40);

/** Only people of the organization count; what they do is work on the incident, whether they see it elsewhere or not. */
async function noticed(here: Here, email: string, messages: readonly Of<'message'>[]): Promise<void> {
  const { deps, source, incident } = here;
  const person = await findPersonByEmail(deps.db, source.organizationId, email);
  const [first] = messages;
  if (person === null || first === undefined) return;
  const activities = messages.map(({ conversationId, messageId, threadId, at }) => ({ incidentId: incident.id, key: `${source.pluginId}/${conversationId}/${messageId}`, email: person.email, kind: threadId === null ? 'message' : 'reply', at }));
  await recordActivities(deps.db, activities);
  deps.commands.noteActivity(incident.id);
  if (incident.facts.participantIds.includes(person.id)) await promote(here, first.author);
}

async function acting({ deps, source, id }: Here, person: InboundPerson): Promise<Acting | null> {
  const viewer = await viewerAt(deps, source.organizationId, person);
  return viewer === null ? null : { deps, viewer, commandId: commandId(id) };
}

/** Messages after which somebody who watches takes part. */
const ENGAGED_AFTER = 3;

/** An observer who writes again and again is a participant. */
async function promote(here: Here, author: InboundPerson): Promise<void> {
  const { deps, incident } = here;
  const who = await acting(here, author);
  if (who === null || !(await isEngagedObserver(deps.db, { incidentId: incident.id, personId: who.viewer.personId, after: ENGAGED_AFTER }))) return;
  await send(who, incident.id, { name: 'assignRole', data: { person: { personId: who.viewer.personId, email: who.viewer.email, name: who.viewer.name }, role: 'participant' } });
}

async function keep(here: Here, fact: Of<'message-kept'>): Promise<void> {
  const { deps, source, incident } = here;
  const who = await acting(here, fact.by);
  if (who === null || !abilitiesOf(who.viewer, incident.facts).includes('post')) return;
  const messageId = `${source.pluginId}/${fact.conversationId}/${fact.messageId}`;
  // Several people may want the same message; it is on the timeline once.
  if (await hasEvent(deps.db, incident.id, `import/${messageId}`)) return;
  const author = fact.author.email === null ? null : await findPersonByEmail(deps.db, source.organizationId, fact.author.email);
  await send({ ...who, commandId: commandId(`${messageId}/kept`) }, incident.id, {
    name: 'importMessage',
    data: { messageId, author: author === null ? null : { personId: author.id, email: author.email, name: author.name }, text: fact.markdown, at: fact.at },
  });
}

/** Whoever comes into the channel takes part as observer; of a restricted incident only those who were let in by somebody who may. */
async function joined(here: Here, fact: Of<'member-joined'>): Promise<void> {
  const { incident } = here;
  const who = await acting(here, fact.person);
  if (who === null || incident.facts.participantIds.includes(who.viewer.personId) || (await isOver(here, fact, 'member-left'))) return;
  const inviter = fact.invitedBy === null ? null : await acting(here, fact.invitedBy);
  const mayJoin = abilitiesOf(who.viewer, incident.facts).includes('join');
  const wasLetIn = inviter !== null && abilitiesOf(inviter.viewer, incident.facts).includes('manageParticipants');
  if (!mayJoin && !wasLetIn) return note(here, `${fact.person.name} came into the channel, but takes no part in this restricted incident: add them as a participant, or remove them from the channel.`, fact.at);
  const by = wasLetIn && inviter !== null ? inviter : who;
  await send(by, incident.id, {
    name: 'addParticipant',
    data: { person: { personId: who.viewer.personId, email: who.viewer.email, name: who.viewer.name }, role: 'observer', source: { kind: by === who ? 'self' : 'added' } },
  });
}

async function left(here: Here, fact: Of<'member-left'>): Promise<void> {
  const { incident } = here;
  const who = await acting(here, fact.person);
  // A commander who leaves the channel still commands: the role is handed over, not dropped.
  if (who === null || !incident.facts.participantIds.includes(who.viewer.personId) || incident.facts.commanderId === who.viewer.personId) return;
  if (await isOver(here, fact, 'member-joined')) return;
  await send(who, incident.id, { name: 'removeParticipant', data: { email: who.viewer.email } });
}

/** Vendors tell things in any order: who left after they came is gone, who came back is there. */
async function isOver({ deps, source }: Here, { person, conversationId, at }: Of<'member-joined' | 'member-left'>, kind: 'member-joined' | 'member-left'): Promise<boolean> {
  return person.email !== null && hasLaterMove(deps.db, source, { kind, conversationId, email: person.email, after: at });
}

async function note({ deps, incident, source, id }: Here, text: string, at: string): Promise<void> {
  await deps.commands.send(incident.id, { name: 'addNote', actor: { kind: 'plugin', name: source.pluginId }, commandId: commandId(id), data: { text, at } });
}
