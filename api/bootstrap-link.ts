import type { Config } from '../config/config.ts';
import { needsBootstrap } from '../models/accounts.ts';
import type { Database } from '../models/connect.ts';
import { createToken } from '../models/one-time-tokens.ts';
import { ensureFoundation } from '../models/seed.ts';

const A_DAY = 24 * 60;

/** The web's address of a one-time link. */
export function oneTimeUrl(config: Pick<Config, 'server'>, page: 'bootstrap' | 'invitation', token: string): string {
  return `${config.server.uiUrl}/${page}?token=${encodeURIComponent(token)}`;
}

/** A link that makes its user the first administrator: works once, for a day, and ends earlier ones. Null when somebody can sign in as administrator already, or authentication is off. */
export async function createBootstrapLink(db: Database, config: Pick<Config, 'server' | 'auth'>): Promise<string | null> {
  if (config.auth.providerSlug === '' || !(await needsBootstrap(db, { withPassword: config.auth.providerSlug === 'dispatch-auth-provider-basic' }))) return null;
  const { organizationId } = await ensureFoundation(db);
  return oneTimeUrl(config, 'bootstrap', await createToken(db, { purpose: 'bootstrap', organizationId, email: null, expiresInMinutes: A_DAY }));
}
