import { createHash, timingSafeEqual } from 'node:crypto';
import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import type { AuthSettings } from '../../../config/config.ts';
import { DomainError } from '../../../domain/errors.ts';
import { emailOf, nameOf } from '../claims.ts';
import { notBelieved } from '../refuse.ts';

/** Whom a provider's token names, once everything about it was checked. `expiresAt` in ms since 1970. */
export interface Vouched {
  subject: string;
  email: string;
  name: string | null;
  expiresAt: number;
  /** The nonce of the ID token; null when it has none. */
  nonce: string | null;
}
/** Tokens as the provider gave them. */
export interface Tokens {
  idToken: string;
  accessToken?: string | undefined;
}
/** Checks tokens of an OpenID Connect provider. Both throw `not-signed-in` with a sentence for a person, or `unavailable` while the provider's keys cannot be read. */
export interface TokenVerifier {
  /** A bearer token of an API client; an ID token with an at_hash needs the access token beside it. */
  bearer(token: string, accessToken?: string): Promise<Vouched>;
  /** The tokens of one sign-in in the browser. */
  signIn(tokens: Tokens): Promise<Vouched>;
}
/** What is checked against. */
export type VerifierSettings = Pick<AuthSettings, 'jwtAudience' | 'emailClaim'> & { issuer: string; clientId: string; useIdToken: boolean; dontVerifyAtHash: boolean };

// Only signatures that the provider alone can make: with a symmetric algorithm the public key would be the secret.
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];
const LEEWAY_SECONDS = 30;
const TYPES = new Set(['jwt', 'at+jwt', 'application/at+jwt']);

/** A verifier for one provider and client; `keys` finds the provider's public keys. `now` gives the time of the checks. */
export function createVerifier(settings: VerifierSettings, keys: JWTVerifyGetKey, now: () => Date = () => new Date()): TokenVerifier {
  const open = async (token: string): Promise<Opened> => {
    try {
      const { issuer } = settings;
      const { payload, protectedHeader } = await jwtVerify(token, keys, { algorithms: ALGORITHMS, issuer: [issuer, `${issuer}/`], clockTolerance: LEEWAY_SECONDS, requiredClaims: ['exp', 'iss', 'sub'], currentDate: now() });
      if (protectedHeader.typ !== undefined && !TYPES.has(protectedHeader.typ.toLowerCase())) throw notBelieved('That is a token, but not one to sign in with.');
      return { payload, algorithm: protectedHeader.alg };
    } catch (error) {
      throw inWords(error);
    }
  };
  const openId = async ({ idToken, accessToken }: Tokens): Promise<JWTPayload> => {
    const { payload, algorithm } = await open(idToken);
    requireAudience(payload, settings.clientId);
    requireParty(payload, settings.clientId);
    if (settings.useIdToken && settings.jwtAudience !== null) requireAudience(payload, settings.jwtAudience);
    if (!settings.dontVerifyAtHash) checkAccessTokenHash(payload['at_hash'], algorithm, accessToken);
    return payload;
  };
  const openAccess = async (token: string): Promise<JWTPayload> => {
    const { payload } = await open(token);
    if (settings.jwtAudience === null) requireOurs(payload, settings.clientId);
    else requireAudience(payload, settings.jwtAudience);
    return payload;
  };
  return {
    bearer: async (token, accessToken) => vouched(await (settings.useIdToken ? openId({ idToken: token, accessToken }) : openAccess(token)), settings.emailClaim),
    signIn: async (tokens) => {
      const id = await openId(tokens);
      const nonce = typeof id['nonce'] === 'string' ? id['nonce'] : null;
      if (settings.useIdToken) return { ...vouched(id, settings.emailClaim), nonce };
      if (tokens.accessToken === undefined) throw notBelieved('The sign-in provider gave no access token. An administrator can let Dispatch use ID tokens instead.');
      const access = await openAccess(tokens.accessToken);
      if (access.sub !== id.sub) throw notBelieved('The two tokens of the sign-in provider name different people. Sign in again.');
      return { ...vouched(access, settings.emailClaim), nonce };
    },
  };
}

interface Opened {
  payload: JWTPayload;
  algorithm: string;
}

const ELSEWHERE = 'The token was made for another application, so it is not accepted here.';

function audiences({ aud }: JWTPayload): string[] {
  return typeof aud === 'string' ? [aud] : (aud ?? []);
}

function requireAudience(payload: JWTPayload, audience: string): void {
  if (!audiences(payload).includes(audience)) throw notBelieved(ELSEWHERE);
}

// OpenID Connect Core 3.1.3.7: with several audiences the authorized party must be there, and when it is there it must be us.
function requireParty(payload: JWTPayload, clientId: string): void {
  const { azp } = payload;
  if (azp === undefined ? audiences(payload).length > 1 : azp !== clientId) throw notBelieved(ELSEWHERE);
}

// Without a configured audience an access token must at least have been given to our client; providers name the claim differently (RFC 9068, Keycloak, Okta).
function requireOurs(payload: JWTPayload, clientId: string): void {
  const clients = [payload['client_id'], payload['azp'], payload['cid'], ...audiences(payload)];
  if (!clients.includes(clientId)) throw notBelieved(ELSEWHERE);
}

// OpenID Connect Core 3.1.3.6: the left half of the hash that the signature's algorithm uses, in base64url.
function checkAccessTokenHash(wanted: unknown, algorithm: string, accessToken: string | undefined): void {
  if (wanted === undefined) return;
  if (accessToken === undefined) throw notBelieved('This ID token belongs to an access token (at_hash), which must come with it in the header X-Access-Token.');
  const digest = createHash(algorithm.endsWith('256') ? 'sha256' : algorithm.endsWith('384') ? 'sha384' : 'sha512').update(accessToken).digest();
  const expected = Buffer.from(digest.subarray(0, digest.length / 2).toString('base64url'));
  const found = Buffer.from(typeof wanted === 'string' ? wanted : '');
  if (found.length !== expected.length || !timingSafeEqual(found, expected)) throw notBelieved('The two tokens of the sign-in provider do not belong together. Sign in again.');
}

function vouched(payload: JWTPayload, emailClaim: string): Vouched {
  return { subject: payload.sub ?? '', email: emailOf(payload, emailClaim), name: nameOf(payload), expiresAt: (payload.exp ?? 0) * 1000, nonce: null };
}

function inWords(error: unknown): Error {
  if (error instanceof DomainError) return error;
  if (error instanceof errors.JWTExpired) return notBelieved('Your sign-in has expired. Sign in again.');
  if (error instanceof errors.JWTClaimValidationFailed) return notBelieved(CLAIMS[error.claim] ?? 'The token lacks something that it must say. Sign in again.');
  if (error instanceof errors.JOSEAlgNotAllowed) return notBelieved('The token is signed in a way that is not accepted here.');
  if (error instanceof errors.JOSEError || error instanceof TypeError) return notBelieved('The token is not one of the sign-in provider’s: its signature cannot be confirmed.');
  return error instanceof Error ? error : new Error('A token could not be checked', { cause: error });
}

const CLAIMS: Record<string, string> = {
  iss: 'The token comes from another issuer than the sign-in provider of this installation.',
  nbf: 'The token is not valid yet. If you have just signed in, the clocks of the provider and of Dispatch differ; tell an administrator.',
};
