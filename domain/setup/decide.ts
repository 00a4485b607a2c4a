import { SETUP_ITEMS, type Setup, type SetupFacts, type SetupItem } from './types.ts';

const DONE: Record<SetupItem, (facts: SetupFacts) => boolean> = {
  mail: ({ sendsMail }) => sendsMail,
  // Somebody who waits is more urgent than nobody being there.
  people: ({ members, openInvitations, pendingRequests }) => pendingRequests === 0 && members + openInvitations > 1,
  conversation: ({ hasConversationPlugin, settledByWord }) => hasConversationPlugin || settledByWord.includes('conversation'),
  process: ({ engagementRules, settledByWord }) => engagementRules > 0 || settledByWord.includes('process'),
  'second-factor': ({ administrators, administratorsWithoutFactor }) => administrators > 0 && administratorsWithoutFactor === 0,
  incident: ({ hasIncident }) => hasIncident,
};

/** Decides from what is so which items are done; nothing is ticked by hand but what nothing else shows. */
export function setupOf(facts: SetupFacts): Setup {
  const items = SETUP_ITEMS.map((id) => ({ id, isDone: DONE[id](facts) }));
  return { items, isComplete: items.every(({ isDone }) => isDone) };
}
