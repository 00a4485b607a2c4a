import { createHash, randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { Config } from '../../config/config.ts';

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

// Deriving by SHA-256 gives HS256 the 32 bytes it wants whatever the length of the configured secret.
function keyOf(config: Config): Uint8Array {
  const { jwtSecret } = config.auth;
  if (jwtSecret === null) throw new Error('DISPATCH_JWT_SECRET is not set');
  return createHash('sha256').update(jwtSecret).digest();
}

/** Makes a signed token (JWT, HS256) for an account; it lives as long as the configuration says. */
export async function issueToken(config: Config, account: { id: string; email: string }, now = Date.now()): Promise<{ token: string; expiresAt: number }> {
  const expiresAt = now + config.auth.jwtExpSeconds * 1000;
  const token = await new SignJWT({ email: account.email, at: now })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(account.id)
    .setJti(randomUUID())
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt(Math.floor(now / 1000))
    .setExpirationTime(Math.floor(expiresAt / 1000))
    .sign(keyOf(config));
  return { token, expiresAt };
}

/** The claims of a token that we signed, for us, and that is not over; null for every other text. */
export async function readToken(config: Config, token: string): Promise<TokenClaims | null> {
  try {
    const { payload } = await jwtVerify(token, keyOf(config), { algorithms: ['HS256'], issuer: ISSUER, audience: AUDIENCE, requiredClaims: ['sub', 'jti', 'exp', 'iat'] });
    const { sub, jti, exp, iat, email, at } = payload;
    if (sub === undefined || jti === undefined || exp === undefined || iat === undefined || typeof email !== 'string') return null;
    return { accountId: sub, email, tokenId: jti, issuedAt: typeof at === 'number' ? at : iat * 1000, expiresAt: exp * 1000 };
  } catch {
    return null;
  }
}

