import passport from 'passport';
import type { Request, Response } from 'express';
import type { Config } from '../../config/config.ts';
import type { Identity } from './identity.ts';
import { bearer, nobodyAsked, sessionCookie, strategyOf } from './strategies.ts';

/** Tells who calls. */
export interface Authenticator {
  /** False when authentication is off. */
  enabled: boolean;
  /** The proven identity of a request; null when it has none, or none that is valid. */
  identify(request: Request, response: Response): Promise<Identity | null>;
}

/** Builds the chain of strategies that the configuration asks for: a bearer token wins over the session cookie. */
export function createAuthenticator(config: Config): Authenticator {
  const enabled = config.auth.providerSlug !== '';
  const instance = new passport.Passport();
  instance.use('bearer', strategyOf(bearer(config)));
  instance.use('session-cookie', strategyOf(sessionCookie(config)));
  instance.use('off', strategyOf(nobodyAsked(config)));
  const names = enabled ? ['bearer', 'session-cookie'] : ['off'];
  return {
    enabled,
    identify: (request, response) =>
      new Promise((resolve, reject) => {
        const chain: unknown = instance.authenticate(names, { session: false }, (error: unknown, identity: unknown) => {
          if (error) reject(error instanceof Error ? error : new Error('Authentication failed', { cause: error }));
          else resolve(isIdentity(identity) ? identity : null);
        });
        if (typeof chain === 'function') chain(request, response, reject);
      }),
  };
}

function isIdentity(value: unknown): value is Identity {
  return typeof value === 'object' && value !== null && 'via' in value;
}
