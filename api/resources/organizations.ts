import { organizationsOf } from '../../models/organizations.ts';
import type { routes } from '../contract/index.ts';
import type { Handlers } from '../http/handler.ts';

/** The organizations of the caller. */
export const organizations: Handlers<(typeof routes)['organizations']> = {
  list: async ({ deps, identity }) => ({ data: await organizationsOf(deps.db, identity.email) }),
};
