import { organizationFor } from '../models/read/organization-for.ts';
import type { ApiDeps } from './deps.ts';
import { reasonOf } from './reason.ts';

type Parts = Pick<ApiDeps, 'registry' | 'logger'>;

/** Whether mail of an organization leaves: by the mail server of the installation, or by one that it set up itself. Otherwise it stays in the outbox. */
export async function sendsMail({ registry, logger }: Parts, organizationId: string): Promise<boolean> {
  try {
    return (await registry.find(organizationId, null, 'email')) !== null;
  } catch (error) {
    logger.warn({ reason: reasonOf(error) }, 'the mail server that is set up cannot be used');
    return false;
  }
}

/** Whether mail leaves, for answers to strangers: about the first organization whatever they name, so that nobody learns which others there are. */
export async function sendsMailToStrangers(deps: Parts & Pick<ApiDeps, 'db'>): Promise<boolean> {
  const first = await organizationFor(deps.db, { id: null });
  return first !== null && sendsMail(deps, first.id);
}
