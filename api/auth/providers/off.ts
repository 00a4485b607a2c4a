import type { Config } from '../../../config/config.ts';
import type { Identify } from '../strategies.ts';

/** Authentication is off: everybody is the default user. */
export const off = ({ auth }: Pick<Config, 'auth'>): Identify => async () => ({ via: 'off', accountId: null, email: auth.defaultUser, tokenId: null, issuedAt: null, expiresAt: null });
