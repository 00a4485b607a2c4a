import type { ResourceKind } from '../domain/incident/types.ts';
import { boardParts } from './board.ts';
import { topicOf } from './conversations.ts';
import type { Kit } from './deps.ts';
import { valuesOf } from './documents.ts';
import { onResource } from './ensure.ts';
import { reconcileMembers } from './members.ts';
import { lacking, lackNote, type Part, settleAll } from './settle.ts';
import { loadSubject, type Subject } from './subject.ts';
import type { IntegrationActivities } from './types.ts';
import { sayWhatIsDue } from './unsaid.ts';

const BOOKMARKS: readonly [ResourceKind, string][] = [
  ['document', 'Incident document'],
  ['ticket', 'Ticket'],
  ['conference', 'Conference'],
  ['storage', 'Folder'],
  ['reviewDocument', 'Postmortem'],
];

/** The activity that brings topic, bookmarks, summary, members, messages and the placeholders of documents up to date. */
export function refreshActivities(kit: Kit): Pick<IntegrationActivities, 'refreshResources'> {
  return {
    async refreshResources({ incidentId }) {
      const subject = await loadSubject(kit, incidentId);
      const lacks = await settleAll([...conversationParts(kit, subject), ...(await documentParts(kit, subject))]);
      return { resource: null, note: lackNote(lacks, 'the conversation') };
    },
  };
}

/** An archived conversation takes no changes; it is brought up to date when it is opened again. */
function conversationParts(kit: Kit, subject: Subject): Part<string | null>[] {
  if (subject.state.resources.conversation?.state !== 'ready') return [];
  const target = { subject, kind: 'conversation', capability: 'conversation' } as const;
  return [
    { label: 'topic', work: () => lacking('topic', onResource(kit, target, (conversation, { externalId }) => conversation.setTopic(externalId, topicOf(subject)))) },
    { label: 'bookmarks', work: () => lacking('bookmarks', onResource(kit, target, (conversation, { externalId }) => conversation.setBookmarks(externalId, bookmarksOf(subject)))) },
    { label: 'members', work: () => whole(reconcileMembers(kit, subject)) },
    { label: 'messages', work: () => whole(sayWhatIsDue(kit, subject.state.id)) },
    ...boardParts(kit, subject),
  ];
}

async function documentParts(kit: Kit, subject: Subject): Promise<Part<string | null>[]> {
  const kinds = (['document', 'reviewDocument'] as const).filter((kind) => subject.state.resources[kind] !== undefined);
  if (kinds.length === 0) return [];
  const values = await valuesOf(kit, subject);
  return kinds.map((kind) => ({
    label: kind === 'document' ? 'incident document' : 'postmortem document',
    work: () => whole(onResource(kit, { subject, kind, capability: 'document' }, (document, { externalId }) => document.refresh(externalId, values))),
  }));
}

/** What leaves nothing undone once it ends. */
async function whole(work: Promise<unknown>): Promise<null> {
  await work;
  return null;
}

function bookmarksOf({ state, url }: Subject): { title: string; url: string }[] {
  const resources = BOOKMARKS.flatMap(([kind, title]) => {
    const address = state.resources[kind]?.url;
    return address ? [{ title, url: address }] : [];
  });
  return [{ title: `${state.key} in Dispatch`, url }, ...resources];
}
