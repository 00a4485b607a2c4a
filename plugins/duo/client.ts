import { randomBytes } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Http, PluginContext, VendorAnswer } from '../contract.ts';
import { baseUrlOf, type DuoSettings } from './settings.ts';

/** What Duo says about one sign-in at its prompt. */
export interface DuoResult {
  username: string;
  isAllowed: boolean;
  /** Duo's own words, e.g. `Login Successful`. */
  words: string;
}

/** Duo's OIDC Auth API (Universal Prompt), see duo.com/docs/oauthapi. */
export interface DuoClient {
  /** Address of the prompt for this person; Duo sends the browser back to the redirect address with `state` and `duo_code`. */
  promptUrl(input: { username: string; state: string }): Promise<string>;
  /** What became of the prompt; null when Duo does not know the code (any more): each can be exchanged once. */
  exchange(code: string): Promise<DuoResult | null>;
  /** Resolves when Duo answers and takes our credentials. */
  checkHealth(): Promise<void>;
}

const ALGORITHM = 'HS512';
// Duo takes no assertion that lives longer than five minutes.
const LIFETIME_S = 300;
const LEEWAY_S = 60;
const PATHS = { health: '/oauth/v1/health_check', authorize: '/oauth/v1/authorize', token: '/oauth/v1/token' } as const;
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const Health = z.object({ stat: z.string(), message: z.string().optional(), message_detail: z.string().optional() });
const Tokens = z.object({ id_token: z.string(), token_type: z.string() });
const Claims = z.object({
  preferred_username: z.string(),
  auth_result: z.object({ result: z.string(), status: z.string().default(''), status_msg: z.string().default('') }),
});
const Refusal = z.object({ error: z.string() });

interface Parts {
  settings: DuoSettings;
  context: PluginContext;
  redirectUrl: string;
  base: string;
  key: Uint8Array;
  http: Http;
  /** Thrown when Duo does not know a code: of its refusals the only one that is about what the person brought, not about our settings. */
  stale: Error;
}

/** The way to one application at Duo; people come back to `redirectUrl`. */
export function createDuoClient(settings: DuoSettings, context: PluginContext, redirectUrl: string): DuoClient {
  const base = baseUrlOf(settings);
  const stale = context.vendorError('not-found', 'Duo does not know this sign-in any more: begin again');
  const classify = (answer: VendorAnswer) => (isStale(answer) ? stale : null);
  const parts: Parts = {
    settings,
    context,
    redirectUrl,
    base,
    key: new TextEncoder().encode(settings.clientSecret),
    http: context.createHttp({ vendor: 'Duo', baseUrl: base, classify }),
    stale,
  };
  return {
    promptUrl: (input) => promptUrl(parts, input),
    exchange: (code) => exchange(parts, code),
    checkHealth: () => checkHealth(parts),
  };
}

function isStale({ status, text }: VendorAnswer): boolean {
  const said = status === 400 ? Refusal.safeParse(parsed(text)) : null;
  return said?.success === true && said.data.error === 'invalid_grant';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const secondsOf = ({ now }: PluginContext): number => Math.floor(now().getTime() / 1000);

/** Proves who we are to one of Duo's addresses (RFC 7523, with the secret as the key). */
function assertion({ settings: { clientId }, context, key }: Parts, audience: string): Promise<string> {
  const at = secondsOf(context);
  return new SignJWT({ jti: randomBytes(18).toString('hex') })
    .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(audience)
    .setIssuedAt(at)
    .setExpirationTime(at + LIFETIME_S)
    .sign(key);
}

async function promptUrl({ settings: { clientId }, context, redirectUrl, base, key }: Parts, { username, state }: { username: string; state: string }): Promise<string> {
  const fixed = { response_type: 'code', client_id: clientId, redirect_uri: redirectUrl, scope: 'openid' };
  const request = await new SignJWT({ ...fixed, state, duo_uname: username, use_duo_code_attribute: true })
    .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
    .setIssuer(clientId)
    .setAudience(base)
    .setExpirationTime(secondsOf(context) + LIFETIME_S)
    .sign(key);
  return `${base}${PATHS.authorize}?${new URLSearchParams({ ...fixed, request }).toString()}`;
}

async function exchange(parts: Parts, code: string): Promise<DuoResult | null> {
  const { settings, redirectUrl, base, http } = parts;
  const audience = `${base}${PATHS.token}`;
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUrl,
    client_id: settings.clientId,
    client_assertion_type: ASSERTION_TYPE,
    client_assertion: await assertion(parts, audience),
  };
  try {
    const { id_token } = await http.json({ method: 'POST', path: PATHS.token, form }, Tokens);
    return await readResult(parts, id_token);
  } catch (error) {
    if (error === parts.stale) return null;
    throw error;
  }
}

// The token comes over TLS from Duo; the signature says besides that it is for us and of this application.
async function readResult({ settings, context, base, key }: Parts, token: string): Promise<DuoResult> {
  const options = { algorithms: [ALGORITHM], issuer: `${base}${PATHS.token}`, audience: settings.clientId, clockTolerance: LEEWAY_S, currentDate: context.now(), requiredClaims: ['exp', 'iat'] };
  const verified = await jwtVerify(token, key, options).catch(() => null);
  const claims = Claims.safeParse(verified?.payload);
  if (!claims.success) throw context.vendorError('unavailable', 'Duo’s answer is not signed as it should be, or says too little: nothing was proven');
  const { preferred_username, auth_result } = claims.data;
  return { username: preferred_username, isAllowed: auth_result.result === 'allow', words: auth_result.status_msg };
}

async function checkHealth(parts: Parts): Promise<void> {
  const { settings, context, base, http } = parts;
  const form = { client_id: settings.clientId, client_assertion: await assertion(parts, `${base}${PATHS.health}`) };
  const { stat, message, message_detail } = await http.json({ method: 'POST', path: PATHS.health, form }, Health);
  if (stat === 'OK') return;
  throw context.vendorError('auth', `Duo refuses the application: ${[message, message_detail].filter((part) => part !== undefined).join(': ') || stat}. Check client ID, secret and API host`);
}
