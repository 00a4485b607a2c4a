import type { RequestHandler } from 'express';
import { reasonOf } from '../../reason.ts';
import type { ApiDeps } from '../../deps.ts';
import { fetchText, type Fetch } from '../fetch-text.ts';

/** Path to which the provider sends the browser back; installations of the peer have it registered already. */
export const CALLBACK_PATH = '/implicit/callback';

/** Origins of the provider that pages of ours talk to. */
export interface ProviderOrigins {
  /** Asked by scripts: discovery and tokens. */
  connect: string[];
  /** Opened in a hidden frame, to renew a session unseen. */
  frame: string[];
}

const FRESH_MS = 60 * 60_000;
const PAUSE_MS = 30_000;
// A page must not wait long for a provider that is slow; the next one has its answer.
const PATIENCE_MS = 1_000;

function originOf(value: unknown): string[] {
  return typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) ? [new URL(value).origin] : [];
}

/** Where a provider is, by its discovery document (OpenID Connect Discovery 1.0, 4): some have their tokens on another host than their name. */
export function originsIn(issuer: string, document: unknown): ProviderOrigins {
  const known = typeof document === 'object' && document !== null ? (document as Record<string, unknown>) : {};
  const own = originOf(issuer);
  return { connect: [...new Set([...own, ...originOf(known['token_endpoint'])])], frame: [...new Set([...own, ...originOf(known['authorization_endpoint'])])] };
}

/** Asks for the provider's origins now and then; until it has answered, those that follow from the issuer alone. */
export function createProviderOrigins(issuer: string, parts: { fetch?: Fetch | undefined; now?: () => number; onTrouble(reason: unknown): void }): () => Promise<ProviderOrigins> {
  const { fetch, now = Date.now, onTrouble } = parts;
  let origins = originsIn(issuer, null);
  let askAgainAt = Number.NEGATIVE_INFINITY;
  let pending: Promise<void> = Promise.resolve();
  const ask = async (): Promise<void> => {
    askAgainAt = now() + PAUSE_MS;
    try {
      origins = originsIn(issuer, JSON.parse(await fetchText(`${issuer}/.well-known/openid-configuration`, fetch)));
      askAgainAt = now() + FRESH_MS;
    } catch (error) {
      onTrouble(error);
    }
  };
  return async () => {
    if (now() >= askAgainAt) {
      pending = ask();
      await Promise.race([pending, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref())]);
    }
    return origins;
  };
}

/** A Content-Security-Policy with more sources in some directives; `framed` = our own pages may frame this one. */
export function widenPolicy(policy: string, { connect, frame }: ProviderOrigins, framed: boolean): string {
  const directives = new Map(policy.split(';').map((one) => one.trim()).filter((one) => one !== '').map((one): [string, string] => [one.split(' ')[0] ?? '', one]));
  const add = (name: string, sources: readonly string[]): void => void directives.set(name, [directives.get(name) ?? `${name} 'self'`, ...sources].join(' '));
  add('connect-src', connect);
  add('frame-src', frame);
  if (framed) directives.set('frame-ancestors', "frame-ancestors 'self'");
  return [...directives.values()].join(';');
}

/** Lets our pages talk to the OpenID Connect provider, and to nobody else; does nothing with other providers. */
export function providerPagePolicy({ config, logger, providerFetch }: Pick<ApiDeps, 'config' | 'logger' | 'providerFetch'>): RequestHandler {
  const issuer = config.auth.pkce.openIdConnectUrl;
  if (config.auth.providerSlug !== 'dispatch-auth-provider-pkce' || issuer === null) return (_request, _response, next) => next();
  const origins = createProviderOrigins(issuer, { fetch: providerFetch, onTrouble: (error) => logger.warn({ reason: reasonOf(error), issuer }, 'the sign-in provider cannot be asked where its parts are') });
  return async (request, response, next) => {
    const policy = response.getHeader('content-security-policy');
    if (request.path.startsWith('/api/') || typeof policy !== 'string') return next();
    const isCallback = request.path === CALLBACK_PATH;
    response.setHeader('content-security-policy', widenPolicy(policy, await origins(), isCallback));
    if (isCallback) response.setHeader('x-frame-options', 'SAMEORIGIN');
    next();
  };
}
