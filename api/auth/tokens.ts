import { createHash, randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { Config } from '../../config/config.ts';
import { signingSecret } from './signing-secret.ts';

const ISSUER = 'dispatch';
const AUDIENCE = 'dispatch-api';

/** What a valid token says; times in ms since 1970. */
export interface TokenClaims {
  accountId: string;
  email: string;
  tokenId: string;
  issuedAt: number;
  expiresAt: number;
}

// RFC 7518 wants a key as long as the hash; deriving it by the same hash gives that whatever the length of the configured secret.
const HASHES = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' } as const;

function keyOf(config: Config): Uint8Array {
  return createHash(HASHES[config.auth.jwtAlg]).update(signingSecret(config)).digest();
}

const audienceOf = ({ auth }: Config): string => auth.jwtAudience ?? AUDIENCE;

/** Of which session a token is and from when until when (ms since 1970) it is valid; by default a new one, from now, as long as the configuration says. */
export interface TokenOptions {
  now?: number;
  sessionId?: string;
  expiresAt?: number;
}

/** Makes a signed token (JWT) for an account. */
export async function issueToken(config: Config, account: { id: string; email: string }, options: TokenOptions = {}): Promise<{ token: string; expiresAt: number }> {
  const { now = Date.now(), sessionId = randomUUID(), expiresAt = now + config.auth.jwtExpSeconds * 1000 } = options;
  const token = await new SignJWT({ email: account.email, at: now })
    .setProtectedHeader({ alg: config.auth.jwtAlg, typ: 'JWT' })
    .setSubject(account.id)
    .setJti(sessionId)
    .setIssuer(ISSUER)
    .setAudience(audienceOf(config))
    .setIssuedAt(Math.floor(now / 1000))
    .setExpirationTime(Math.floor(expiresAt / 1000))
    .sign(keyOf(config));
  return { token, expiresAt };
}

/** The claims of a token that we signed, for us, and that is not over; null for every other text. */
export async function readToken(config: Config, token: string): Promise<TokenClaims | null> {
  try {
    const { payload } = await jwtVerify(token, keyOf(config), { algorithms: [config.auth.jwtAlg], issuer: ISSUER, audience: audienceOf(config), requiredClaims: ['sub', 'jti', 'exp', 'iat'] });
    const { sub, jti, exp, iat, email, at } = payload;
    if (sub === undefined || jti === undefined || exp === undefined || iat === undefined || typeof email !== 'string') return null;
    return { accountId: sub, email, tokenId: jti, issuedAt: typeof at === 'number' ? at : iat * 1000, expiresAt: exp * 1000 };
  } catch {
    return null;
  }
}

