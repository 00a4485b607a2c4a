import CustomStrategy from 'passport-custom';
import type { Request } from 'express';
import type { Config } from '../../config/config.ts';
import { readSessionCookie } from './cookie.ts';
import type { Identity } from './identity.ts';
import { readToken } from './tokens.ts';

/** One way of telling who calls: answers the identity, or null when the request does not use this way. */
export type Identify = (request: Request) => Promise<Identity | null>;

async function tell(asking: Promise<Identity | null>, done: (error: unknown, user?: object | false) => void): Promise<void> {
  try {
    done(null, (await asking) ?? false);
  } catch (error) {
    done(error);
  }
}

/** A passport strategy that asks `identify`. */
export function strategyOf(identify: Identify): CustomStrategy {
  return new CustomStrategy((request, done) => {
    void tell(identify(request), done);
  });
}

async function fromToken(config: Config, token: string | null, via: 'cookie' | 'bearer'): Promise<Identity | null> {
  const claims = token === null ? null : await readToken(config, token);
  return claims && { via, ...claims };
}

/** `Authorization: Bearer <token>`; the way of scripts and other programs. */
export const bearer = (config: Config): Identify => (request) => {
  const token = /^Bearer\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1];
  return fromToken(config, token ?? null, 'bearer');
};

/** The session cookie; the way of the web. */
export const sessionCookie = (config: Config): Identify => (request) => fromToken(config, readSessionCookie(request), 'cookie');

/** Authentication is off: everybody is the default user. */
export const nobodyAsked = (config: Config): Identify => async () => ({ via: 'off', accountId: null, email: config.auth.defaultUser, tokenId: null, issuedAt: null, expiresAt: null });
