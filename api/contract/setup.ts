import { z } from 'zod';
import { SETTLED_BY_WORD, SETUP_ITEMS } from '../../domain/setup/types.ts';
import { defineRoute } from './route.ts';

const Count = z.number().int();
/** How far the organization is set up. `isPutAway` = its administrators do not want to see it any more. */
export const SetupView = z.object({
  isComplete: z.boolean(),
  isPutAway: z.boolean(),
  items: z.array(z.object({ id: z.enum(SETUP_ITEMS), isDone: z.boolean() })),
  /** What is right as the product comes, as an administrator said. */
  settledByWord: z.array(z.enum(SETTLED_BY_WORD)),
  /** What the items were decided from; administrators are admins and owners. */
  facts: z.object({ members: Count, openInvitations: Count, pendingRequests: Count, engagementRules: Count, administrators: Count, administratorsWithoutFactor: Count }),
});
/** See {@link SetupView}. */
export type SetupView = z.infer<typeof SetupView>;

const tag = 'Getting started';
/** Routes of getting started with a new organization. */
export const setup = {
  get: defineRoute({ id: 'setup.get', method: 'get', path: '/setup', access: 'configure', tag, summary: 'What is still to do before the organization is set up', response: SetupView }),
  change: defineRoute({ id: 'setup.change', method: 'patch', path: '/setup', access: 'configure', tag, summary: 'Put getting started away or take it out again, or say what is right as the product comes', body: z.strictObject({ isPutAway: z.boolean(), settledByWord: z.array(z.enum(SETTLED_BY_WORD)).max(SETTLED_BY_WORD.length) }).partial(), response: SetupView }),
} as const;
