import { findApiToken, isApiToken } from '../../models/api-tokens.ts';
import type { Database } from '../../models/connect.ts';
import { notBelieved } from './refuse.ts';
import { bearerOf, type Identify } from './strategies.ts';

/** `Authorization: Bearer dsp_…`: an API token of a person or a service account, whatever way people sign in. Other bearer texts are for others to tell. */
export function apiToken(db: Database): Identify {
  return async (request) => {
    const text = bearerOf(request);
    if (text === null || !text.startsWith('dsp_')) return null;
    const owner = isApiToken(text) ? await findApiToken(db, text) : null;
    if (owner === null) throw notBelieved('The API token is not known, has expired, was revoked, or its owner is not active any more.');
    const { tokenId, personId, email, scopes, expiresAt } = owner;
    return { via: 'api-token', accountId: null, email, tokenId, issuedAt: null, expiresAt: Date.parse(expiresAt), apiToken: { personId, scopes } };
  };
}
