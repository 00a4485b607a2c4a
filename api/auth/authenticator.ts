import passport from 'passport';
import type { Request, Response } from 'express';
import { DomainError } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { apiToken } from './api-token.ts';
import type { Identity } from './identity.ts';
import type { TokenVerifier } from './oidc/verifier.ts';
import { alb } from './providers/alb.ts';
import { ownBearer, sessionCookie } from './providers/basic.ts';
import { header } from './providers/header.ts';
import { off } from './providers/off.ts';
import { pkce, providerVerifier } from './providers/pkce.ts';
import { strategyOf, type Identify } from './strategies.ts';

/** Who a request says it is. `refusal` = why a proof that it offered is not believed. */
export interface Proof {
  identity: Identity | null;
  refusal: DomainError | null;
}

/** Tells who calls. */
export interface Authenticator {
  /** False when authentication is off. */
  enabled: boolean;
  /** Checks the tokens of a sign-in in the browser; null unless the provider is an OpenID Connect one. */
  oidc: TokenVerifier | null;
  /** The proven identity of a request, by the first way that tells one. */
  identify(request: Request, response: Response): Promise<Proof>;
}

type Way = [name: string, identify: Identify];

// A bearer token wins over a cookie, because somebody put it there on purpose.
function waysOf({ config, logger, providerFetch }: ApiDeps, oidc: TokenVerifier | null): Way[] {
  const { auth } = config;
  const own: Way = ['own-bearer', ownBearer(config)];
  const cookie: Way = ['session-cookie', sessionCookie(config)];
  switch (auth.providerSlug) {
    case 'dispatch-auth-provider-basic':
      return [own, cookie];
    case 'dispatch-auth-provider-pkce':
      return oidc === null ? [] : [own, ['pkce', pkce(oidc)], cookie];
    case 'dispatch-auth-provider-header':
      return [['header', header(config)]];
    case 'dispatch-auth-provider-aws-alb':
      return [['alb', alb(auth.alb, { logger, fetch: providerFetch })]];
    case '':
      return [['off', off(config)]];
  }
}

/** Builds the passport strategies that the configuration asks for, one for each way of telling who calls. */
export function createAuthenticator(deps: ApiDeps): Authenticator {
  const { auth } = deps.config;
  const oidc = auth.providerSlug === 'dispatch-auth-provider-pkce' ? providerVerifier(auth, { logger: deps.logger, fetch: deps.providerFetch }) : null;
  const instance = new passport.Passport();
  const ways: Way[] = [['api-token', apiToken(deps.db)], ...waysOf(deps, oidc)];
  for (const [name, identify] of ways) instance.use(name, strategyOf(identify));
  const names = ways.map(([name]) => name);
  return {
    enabled: auth.providerSlug !== '',
    oidc,
    identify: (request, response) =>
      new Promise((resolve, reject) => {
        const chain: unknown = instance.authenticate(names, { session: false }, (error: unknown, identity: unknown, info: unknown) => {
          if (error) reject(error instanceof Error ? error : new Error('Authentication failed', { cause: error }));
          else resolve(isIdentity(identity) ? { identity, refusal: null } : { identity: null, refusal: refusalIn(info) });
        });
        if (typeof chain === 'function') chain(request, response, reject);
      }),
  };
}

function isIdentity(value: unknown): value is Identity {
  return typeof value === 'object' && value !== null && 'via' in value;
}

// Passport hands over what each strategy said when it failed, in the order they were asked.
function refusalIn(info: unknown): DomainError | null {
  const said: unknown[] = Array.isArray(info) ? info : [info];
  return said.find((one): one is DomainError => one instanceof DomainError) ?? null;
}
