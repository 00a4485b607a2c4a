import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { notBelieved } from '../refuse.ts';

const MINUTES = 10;
const BINDING = /^[\w-]{43}$/;

/** A secret that one browser keeps in a cookie, to which nonces are bound. */
export function newBinding(): string {
  return randomBytes(32).toString('base64url');
}

/** True when the text can be a binding. */
export function isBinding(text: string | null): text is string {
  return text !== null && BINDING.test(text);
}

function seal(key: Uint8Array, binding: string, rest: string): string {
  return createHmac('sha256', key).update(`sign-in nonce\n${binding}\n${rest}`).digest('base64url');
}

/** A nonce for one sign-in (OpenID Connect Core 15.5.2), valid for 10 minutes and only with the browser's binding. Nothing is stored. */
export function newNonce(key: Uint8Array, binding: string, now = Date.now()): string {
  const rest = `${randomBytes(16).toString('base64url')}.${(now + MINUTES * 60_000).toString(36)}`;
  return `${rest}.${seal(key, binding, rest)}`;
}

/** When a nonce of ours ends (ms since 1970). Refuses one that is missing, not ours, another browser's or over. */
export function checkNonce(key: Uint8Array, sent: { nonce: string | null; binding: string | null }, now = Date.now()): number {
  const { nonce, binding } = sent;
  const [random, until, mac] = nonce?.split('.') ?? [];
  if (random === undefined || until === undefined || mac === undefined || !isBinding(binding)) throw notBelieved('This sign-in was not begun in this browser. Begin again from the sign-in page.');
  const expected = Buffer.from(seal(key, binding, `${random}.${until}`));
  const found = Buffer.from(mac);
  if (found.length !== expected.length || !timingSafeEqual(found, expected)) throw notBelieved('This sign-in was not begun in this browser. Begin again from the sign-in page.');
  const end = Number.parseInt(until, 36);
  if (!(end > now)) throw notBelieved(`The sign-in took longer than ${MINUTES} minutes. Begin again.`);
  return end;
}
