import { levelFor, mayCall } from '../../../api/contract/access.ts';
import { routes } from '../../../api/contract/index.ts';
import type { Access } from '../../../api/contract/route.ts';
import type { SignedIn } from '../api/session.ts';

/** What a page that not everybody may open is for, and the access of the route that it shows: the API's own table says who that is. */
type Guarded = { name: string; about: string; access: Access };

const GUARDED: Record<string, Guarded> = {
  '/settings/joining': { name: 'Joining', about: 'Here people are invited, and requests to join are decided about.', access: routes.accounts.registrations.list.access },
  '/settings/service-accounts': { name: 'Service accounts', about: 'Here programs that call the API get accounts and tokens of their own.', access: routes.accounts.services.list.access },
  '/settings/cost': { name: 'Cost rules', about: 'Here stands what an hour of an incident costs, and how much of it counts.', access: routes.cost.rates.list.access },
  '/settings/integrations': { name: 'Integrations', about: 'Here Dispatch is connected with conversations, tickets, mail and other tools.', access: routes.settings.plugins.list.access },
  '/settings/security': { name: 'Security', about: 'Here is chosen who is asked for a second factor.', access: routes.secondFactor.policy.access },
  '/settings/retention': { name: 'Retention', about: 'Here is chosen how long closed incidents are kept.', access: routes.privacy.retention.list.access },
  '/settings/audit': { name: 'Audit log', about: 'Here stands who changed what, when and from where.', access: routes.audit.list.access },
};

/** A page that the person may not open, with the access level that it needs; undefined for every page they may. */
export function refusedPage(path: string, { accessLevel }: Pick<SignedIn['person'], 'accessLevel'>): { name: string; about: string; needed: string } | undefined {
  const page = GUARDED[path];
  if (page === undefined || mayCall(accessLevel, page.access)) return undefined;
  return { name: page.name, about: page.about, needed: levelFor(page.access) ?? '' };
}
