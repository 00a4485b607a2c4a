import { notBelieved } from './refuse.ts';

/** The claims of a token, as they were signed. */
export type Claims = Readonly<Record<string, unknown>>;

const MOST = 254;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a claim by its name or by a path with dots. A claim whose own name holds the dots (`https://example.com/email`) wins over the path; undefined when there is none. */
export function claimAt(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  const dot = path.indexOf('.');
  if (dot < 0) return undefined;
  const outer = Object.hasOwn(claims, path.slice(0, dot)) ? claims[path.slice(0, dot)] : undefined;
  return isObject(outer) ? claimAt(outer, path.slice(dot + 1)) : undefined;
}

/** The text as an e-mail address in lower case; null when it is none, or longer than addresses are (RFC 5321: 254 characters). */
export function emailIn(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.trim().toLowerCase();
  // oxlint-disable-next-line no-control-regex -- control characters are what must not be in an address.
  return text.length <= MOST && /^[^\s@,;<>"\u0000-\u001f\u007f]+@[^\s@,;<>"\u0000-\u001f\u007f]+$/.test(text) ? text : null;
}

/** Who the claims name: the e-mail address at `path`. Refuses when there is none, and when the provider says that it is not verified (OpenID Connect Core 5.1). */
export function emailOf(claims: Claims, path: string): string {
  const email = emailIn(claimAt(claims, path));
  if (email === null) throw notBelieved('The sign-in provider did not say which e-mail address is yours. An administrator has to let it send the address, or name the claim that holds it.');
  const verified = claims['email_verified'];
  if (verified !== undefined && verified !== true && verified !== 'true') throw notBelieved('The sign-in provider has not verified your e-mail address. Confirm the address there and sign in again.');
  return email;
}

/** What the provider calls somebody; null when it does not say. */
export function nameOf(claims: Claims): string | null {
  const parts = [claims['given_name'], claims['family_name']].filter((part): part is string => typeof part === 'string');
  const name = typeof claims['name'] === 'string' ? claims['name'] : parts.join(' ');
  const line = name.replaceAll(/\s+/g, ' ').trim().slice(0, 120);
  return line === '' ? null : line;
}
