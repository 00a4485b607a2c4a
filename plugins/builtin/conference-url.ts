import { randomBytes } from 'node:crypto';

/** Where calls are held unless somebody says otherwise. */
export const DEFAULT_URL_TEMPLATE = 'https://meet.jit.si/dispatch-{key}-{secret}';

const NAMES = ['key', 'id', 'project', 'secret', 'random'];
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const SECRET_LENGTH = 16;

/** What is wrong with a template of conference addresses, null when nothing is. */
export function urlTemplateProblem(template: string): string | null {
  const unknown = [...template.matchAll(/\{([^{}]*)\}/g)].find((match) => !NAMES.includes(match[1] ?? ''));
  if (unknown)
    return `has the unknown placeholder ${unknown[0]}; there are {key}, {id}, {project} and {secret}`;
  const url = URL.parse(template.replace(/\{[a-z]+\}/g, 'x'));
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return 'is not a web address, e.g. https://meet.example.org/{key}-{secret}';
  return /^https?:\/\/[^/]*\{/.test(template) ? 'may not have a placeholder in the host name' : null;
}

/** The address with the placeholders filled in, each as one readable part of a path; `{random}` is another name of `{secret}`. */
export function conferenceUrl(
  template: string,
  values: { key: string; id: string; project: string; secret: string },
): string {
  const filled: Record<string, string> = { ...values, random: values.secret };
  return template.replace(/\{([a-z]+)\}/g, (whole, name: string) =>
    Object.hasOwn(filled, name) ? pathPart(filled[name] ?? '') : whole,
  );
}

/** A part that nobody can guess: 16 letters and digits that cannot be confused with each other (about 79 bits). */
export function conferenceSecret(): string {
  let secret = '';
  while (secret.length < SECRET_LENGTH) {
    for (const byte of randomBytes(SECRET_LENGTH)) {
      // Bytes beyond the last whole multiple would make some letters likelier than others.
      if (byte < Math.floor(256 / ALPHABET.length) * ALPHABET.length && secret.length < SECRET_LENGTH)
        secret += ALPHABET[byte % ALPHABET.length] ?? '';
    }
  }
  return secret;
}

function pathPart(value: string): string {
  return value
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
