import { readFileSync } from 'node:fs';

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

/** One of the given words, in any case. */
export const oneOf =
  <const W extends string>(...words: readonly W[]): Parser<W> =>
  (value) => {
    const found = words.find((word) => word === value.toLowerCase());
    return found === undefined ? { allowed: words.join(', ') } : { value: found };
  };

/** Comma-separated words; empty parts fall out. */
export const list: Parser<string[]> = (value) => ({ value: value.split(',').map((part) => part.trim()).filter((part) => part !== '') });

/** An http or https address without trailing slash; empty becomes null. */
export const optionalUrl: Parser<string | null> = (value) => {
  if (value === '') return { value: null };
  const isHttp = URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
  return isHttp ? { value: value.replace(/\/+$/, '') } : { allowed: 'an address that begins with http:// or https://' };
};

/** Like {@link optionalUrl}, but must be set. */
export const url: Parser<string> = (value) => {
  const parsed = optionalUrl(value);
  if ('allowed' in parsed) return parsed;
  return parsed.value === null ? { allowed: 'an address that begins with http:// or https://' } : { value: parsed.value };
};

/** `user:password`, split at the first colon only, nothing decoded: passwords may hold `:`, `@`, `%` and spaces. */
export const credentials: Parser<{ user: string; password: string }> = (value) => {
  const colon = value.indexOf(':');
  if (colon < 1) return { allowed: 'user:password (everything after the first colon is the password, as it is)' };
  return { value: { user: value.slice(0, colon), password: value.slice(colon + 1) } };
};

/** 32 random bytes in base64; empty becomes null. */
export const optionalKey: Parser<string | null> = (value) => {
  if (value === '') return { value: null };
  const isKey = /^[A-Za-z0-9+/]{43}=$/.test(value) && Buffer.from(value, 'base64').length === 32;
  return isKey ? { value } : { allowed: '32 bytes in base64, e.g. from: openssl rand -base64 32' };
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

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const OTHER_NAMES: Record<string, (typeof LEVELS)[number]> = { warning: 'warn', critical: 'fatal', off: 'silent', none: 'silent' };

/** A log level of pino; the names `WARNING` and `CRITICAL` of existing installations work too. */
export const logLevel: Parser<(typeof LEVELS)[number]> = (value) => {
  const word = value.toLowerCase();
  const level = OTHER_NAMES[word] ?? LEVELS.find((one) => one === word);
  return level === undefined ? { allowed: LEVELS.join(', ') } : { value: level };
};
