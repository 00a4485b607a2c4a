import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { fetchText, type Fetch } from '../fetch-text.ts';
import { providerSilent } from '../refuse.ts';

/** Where keys come from and by which clock (ms since 1970). `onTrouble` is told why they could not be read. */
export interface KeySource {
  url: string;
  fetch?: Fetch | undefined;
  now?: (() => number) | undefined;
  onTrouble?: ((reason: unknown) => void) | undefined;
}

const FRESH_MS = 10 * 60_000;
const USABLE_MS = 24 * 60 * 60_000;
const PAUSE_MS = 30_000;

/**
 * The public keys of a provider, for jose. They are read when first needed, again after 10 minutes, and when a token names a key that is not
 * there, but never more than once in 30 seconds, so that nobody can make us flood the provider. While it does not answer the last keys
 * serve for a day.
 */
export function createKeys({ url, fetch, now = Date.now, onTrouble = () => undefined }: KeySource): JWTVerifyGetKey {
  let keys: { find: ReturnType<typeof createLocalJWKSet>; at: number } | null = null;
  let pending: Promise<void> | null = null;
  let triedAt = Number.NEGATIVE_INFINITY;

  const read = async (): Promise<void> => {
    triedAt = now();
    try {
      // parse boundary: jose checks the shape and throws
      const find = createLocalJWKSet(JSON.parse(await fetchText(url, fetch)) as JSONWebKeySet);
      keys = { find, at: now() };
    } catch (error) {
      onTrouble(error);
    } finally {
      pending = null;
    }
  };
  // Those who come while the keys are being read wait for the same answer.
  const refresh = async (): Promise<void> => {
    if (pending === null && now() - triedAt >= PAUSE_MS) pending = read();
    await pending;
  };
  const current = () => {
    if (keys === null || now() - keys.at > USABLE_MS) throw providerSilent('The keys of the sign-in provider');
    return keys;
  };
  return async (header, token) => {
    if (keys === null || now() - keys.at > FRESH_MS) await refresh();
    const before = current();
    try {
      return await before.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await refresh();
      return current().find(header, token);
    }
  };
}
