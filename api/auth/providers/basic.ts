import type { Config } from '../../../config/config.ts';
import { readSessionCookie } from '../cookie.ts';
import { bearerOf, type Identify } from '../strategies.ts';
import { readToken } from '../tokens.ts';

/** A token of ours as `Authorization: Bearer <token>`; the way of scripts and other programs. */
export const ownBearer = (config: Config): Identify => async (request) => {
  const token = bearerOf(request);
  const claims = token === null ? null : await readToken(config, token);
  return claims && { via: 'bearer', ...claims };
};

/** The session cookie, set after `dispatch-auth-provider-basic` or `-pkce` signed somebody in; the way of the web. */
export const sessionCookie = (config: Config): Identify => async (request) => {
  const token = readSessionCookie(request);
  const claims = token === null ? null : await readToken(config, token);
  return claims && { via: 'cookie', ...claims };
};
