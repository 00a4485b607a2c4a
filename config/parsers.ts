import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const PROJECT = path.resolve(import.meta.dirname, '..');

/** A value that was read, or what would have been allowed instead. */
export type Parsed<T> = { value: T } | { allowed: string };
/** Reads the text of a setting (quotes and outer spaces already gone; '' = not set). */
export type Parser<T> = (text: string) => Parsed<T>;

/** Any text, as it is. */
export const text: Parser<string> = (value) => ({ value });

/** Any text; empty becomes null. */
export const optionalText: Parser<string | null> = (value) => ({ value: value === '' ? null : value });

/** Text that may not be empty; `allowed` says what belongs there. */
export const requiredText =
  (allowed: string): Parser<string> =>
  (value) =>
    value === '' ? { allowed } : { value };

/** A whole number between `min` and `max`, both allowed. */
export const wholeNumber =
  (min: number, max: number): Parser<number> =>
  (value) => {
    const number = Number(value);
    const fits = /^\d+$/.test(value) && number >= min && number <= max;
    return fits ? { value: number } : { allowed: `a whole number from ${min} to ${max}` };
  };

const TRUE = ['true', '1', 'yes', 'on'];
const FALSE = ['false', '0', 'no', 'off'];
/** `true`/`false`, also `1 yes on` and `0 no off`; empty becomes null so that the default can depend on other settings. */
export const flag: Parser<boolean | null> = (value) => {
  const word = value.toLowerCase();
  if (word === '') return { value: null };
  if (TRUE.includes(word)) return { value: true };
  if (FALSE.includes(word)) return { value: false };
  return { allowed: 'true or false' };
};

/** Like {@link flag}, but empty is false: only a word that says so switches something on. */
export const onlyTrue: Parser<boolean> = (value) => {
  const parsed = flag(value);
  return 'value' in parsed ? { value: parsed.value === true } : parsed;
};

/** One of the given words, in any case; '' among them means that empty is allowed. */
export const oneOf =
  <const W extends string>(...words: readonly W[]): Parser<W> =>
  (value) => {
    const found = words.find((word) => word.toLowerCase() === value.toLowerCase());
    return found === undefined ? { allowed: words.map((word) => (word === '' ? 'nothing at all' : word)).join(', ') } : { value: found };
  };

/** Comma-separated words; empty parts fall out. */
export const list: Parser<string[]> = (value) => ({ value: value.split(',').map((part) => part.trim()).filter((part) => part !== '') });

/** An http or https address without trailing slash; empty becomes null. */
export const optionalUrl: Parser<string | null> = (value) => {
  if (value === '') return { value: null };
  const isHttp = URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
  return isHttp ? { value: value.replace(/\/+$/, '') } : { allowed: 'an address that begins with http:// or https://' };
};

/** Where Sentry takes errors: `https://key@host/project`; the secret part of an old one (`key:secret@`) is left out. Empty becomes null. See https://develop.sentry.dev/sdk/foundations/envelopes/dsn/ */
export const optionalDsn: Parser<string | null> = (value) => {
  if (value === '') return { value: null };
  const parsed = URL.parse(value);
  const isDsn = parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.username !== '' && /\/\d+$/.test(parsed.pathname);
  return isDsn ? { value: value.replace(/^(https?:\/\/[^:@/]+):[^@]*@/, '$1@') } : { allowed: 'the DSN of a Sentry project, e.g. https://key@sentry.example.com/1' };
};

/** A port; empty becomes null. */
export const optionalPort: Parser<number | null> = (value) => {
  if (value === '') return { value: null };
  const parsed = wholeNumber(1, 65_535)(value);
  return 'value' in parsed ? parsed : { allowed: `${parsed.allowed}, or nothing` };
};

/** `user:password`, split at the first colon only, nothing decoded: passwords may hold `:`, `@`, `%` and spaces. */
export const credentials: Parser<{ user: string; password: string }> = (value) => {
  const colon = value.indexOf(':');
  if (colon < 1) return { allowed: 'user:password (everything after the first colon is the password, as it is)' };
  return { value: { user: value.slice(0, colon), password: value.slice(colon + 1) } };
};

/** The content of a PEM file, or PEM text itself (with real line breaks or `\n`); empty becomes null. */
export const optionalPem: Parser<string | null> = (value) => {
  if (value === '') return { value: null };
  if (value.startsWith('-----BEGIN')) return { value: value.replaceAll('\\n', '\n') };
  try {
    const content = readFileSync(value, 'utf8');
    return content.includes('-----BEGIN') ? { value: content } : { allowed: 'a PEM file (it begins with -----BEGIN)' };
  } catch {
    return { allowed: 'the path of a PEM file that can be read, or the PEM text' };
  }
};

/** `host:port`. */
export const hostAndPort: Parser<string> = (value) => (/^[^\s/:]+:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/.test(value) ? { value } : { allowed: 'host:port without http://, e.g. localhost:7233' });

/** An e-mail address, lower-cased. */
export const email: Parser<string> = (value) => (/^[^\s@]+@[^\s@]+$/.test(value) ? { value: value.toLowerCase() } : { allowed: 'an e-mail address, e.g. name@example.com' });

/** The levels of the log, by the names that people write. */
const LEVELS = { CRITICAL: 'fatal', ERROR: 'error', WARNING: 'warn', INFO: 'info', DEBUG: 'debug' } as const;

/** A level of the log in any case, as pino names it. */
export const logLevel: Parser<(typeof LEVELS)[keyof typeof LEVELS]> = (value) => {
  const found = Object.entries(LEVELS).find(([name]) => name === value.toUpperCase());
  return found === undefined ? { allowed: Object.keys(LEVELS).join(', ') } : { value: found[1] };
};

/** The name of a provider; empty and `none` become null. */
export const optionalProvider: Parser<string | null> = (value) => {
  if (value === '' || value.toLowerCase() === 'none') return { value: null };
  return /^[a-z0-9][a-z0-9-]{0,59}$/.test(value) ? { value } : { allowed: 'the name of a provider in lower-case letters, digits and dashes, or nothing' };
};

/** Names of providers, separated by commas. */
export const providerList: Parser<string[]> = (value) => {
  const names = list(value);
  if ('allowed' in names) return names;
  return names.value.every((name) => 'value' in optionalProvider(name)) ? names : { allowed: 'names of providers in lower-case letters, digits and dashes, separated by commas' };
};

const BUILT_WEB = 'web/dist';
/** A folder with an `index.html`; empty = no web is served. The default is taken unseen, since the API can do without it. */
export const webFolder: Parser<string> = (value) => {
  const isThere = value === '' || value === BUILT_WEB || existsSync(path.resolve(PROJECT, value, 'index.html'));
  return isThere ? { value } : { allowed: 'a folder with an index.html (relative to the project), or nothing at all to serve no web' };
};

/** A folder with an executable `mjml`; empty becomes null. */
export const optionalMjmlFolder: Parser<string | null> = (value) => {
  if (value === '') return { value: null };
  try {
    accessSync(path.join(value, 'mjml'), constants.X_OK);
    return { value };
  } catch {
    return { allowed: 'a folder with an executable named mjml, or nothing' };
  }
};
