import { conversationName } from '../domain/incident/naming.ts';
import { lastHolderOf } from '../domain/incident/roles.ts';
import type { Kit } from './deps.ts';
import { ensureResource, onResource } from './ensure.ts';
import { loadSubject, type Subject } from './subject.ts';
import type { IntegrationActivities } from './types.ts';

type ConversationActivities = Pick<IntegrationActivities, 'createConversation' | 'archiveConversation' | 'unarchiveConversation'>;

/** Activities about the conversation. */
export function conversationActivities(kit: Kit): ConversationActivities {
  const change = (archived: boolean): ConversationActivities['archiveConversation'] => async ({ incidentId }) => {
    const subject = await loadSubject(kit, incidentId);
    const done = await onResource(kit, { subject, kind: 'conversation', capability: 'conversation' }, async (conversation, { externalId }) => {
      await (archived ? conversation.archive(externalId) : conversation.unarchive(externalId));
      return true;
    });
    return { resource: null, note: done === null ? 'The conversation was supplied by hand and stays as it is' : null };
  };
  return {
    createConversation: (input) =>
      ensureResource(kit, input, {
        kind: 'conversation',
        capability: 'conversation',
        create: (conversation, subject, { mark }) =>
          conversation.create({ ...mark, name: conversationName(subject.state.key), topic: topicOf(subject), private: subject.restricted }),
      }),
    archiveConversation: change(true),
    unarchiveConversation: change(false),
  };
}

/** What stands above the conversation: where the incident is and who commands it. */
export function topicOf({ state }: Pick<Subject, 'state'>): string {
  const commander = lastHolderOf(state, 'commander');
  const stage = { active: 'Active', stable: 'Stable', closed: 'Closed', review: 'In review' }[state.stage];
  const parts = [stage, state.severity.name, `${state.priority.name} priority`, state.type.name];
  if (commander !== null) parts.push(`Commander: ${commander.name}`);
  return `${parts.join(' · ')} | ${state.title}`;
}
