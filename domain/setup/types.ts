/** What an administrator of a new organization still has to look at, in the order in which it helps. */
export const SETUP_ITEMS = ['mail', 'people', 'conversation', 'process', 'second-factor', 'incident'] as const;
/** See {@link SETUP_ITEMS}. */
export type SetupItem = (typeof SETUP_ITEMS)[number];

/** Items that can also be right as the product comes: administrators say so, because nothing else would show it. */
export const SETTLED_BY_WORD = ['conversation', 'process'] as const satisfies readonly SetupItem[];
/** See {@link SETTLED_BY_WORD}. */
export type SettledByWord = (typeof SETTLED_BY_WORD)[number];

/** What is so in an organization. People are those who may sign in; administrators are its admins and owners among them. */
export interface SetupFacts {
  /** Mail leaves, instead of staying in the outbox. */
  sendsMail: boolean;
  members: number;
  openInvitations: number;
  /** Requests to join that nobody decided about. */
  pendingRequests: number;
  /** A plugin takes the conversations; without one they are in the product. */
  hasConversationPlugin: boolean;
  /** Engagement rules in use: without one nobody is called. */
  engagementRules: number;
  administrators: number;
  administratorsWithoutFactor: number;
  hasIncident: boolean;
  settledByWord: readonly SettledByWord[];
}

/** Whether each item is done, and so the whole. */
export interface Setup {
  isComplete: boolean;
  items: { id: SetupItem; isDone: boolean }[];
}
