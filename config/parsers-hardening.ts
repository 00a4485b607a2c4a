import { isIP } from 'node:net';
import { list, type Parser } from './parsers.ts';

const KEY = /^[A-Za-z0-9+/]{43}=$/;
const KEYS_ALLOWED = '32 bytes in base64, e.g. from: openssl rand -base64 32; several are separated by commas, the first encrypts';

/** One or several keys of 32 bytes in base64, separated by commas: the first encrypts, all of them decrypt. Empty becomes null. */
export const optionalKeys: Parser<string | null> = (value) => {
  if (value === '') return { value: null };
  const keys = value.split(',').map((key) => key.trim());
  const areKeys = keys.every((key) => KEY.test(key) && Buffer.from(key, 'base64').length === 32);
  if (!areKeys) return { allowed: KEYS_ALLOWED };
  return new Set(keys).size === keys.length ? { value: keys.join(',') } : { allowed: 'each key once' };
};

const HOST = /^(\*\.)?(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*$/;

function isDestination(part: string): boolean {
  if (part === '*') return true;
  const [address = '', bits, ...rest] = part.split('/');
  const version = isIP(address);
  if (version === 0) return rest.length === 0 && bits === undefined && HOST.test(part);
  return rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)));
}

/** Where requests may go although the address is private: addresses, networks, host names, `*.domain`, or `*` for everywhere. */
export const destinations: Parser<string[]> = (value) => {
  const parts = list(value.toLowerCase());
  if ('allowed' in parts) return parts;
  return parts.value.every(isDestination) ? parts : { allowed: 'addresses, networks or host names separated by commas, e.g. 10.20.0.0/16, jira.corp.example, *.corp.example, or * for everywhere' };
};
