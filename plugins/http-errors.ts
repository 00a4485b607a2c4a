import { type VendorAnswer, VendorError, type VendorErrorKind } from './contract.ts';
import { retryAfterMs } from './retry-after.ts';

const DEFAULT_WAIT_MS = 30_000;
const LONGEST_DETAIL = 300;

/** What an error message says about the request: never its query, headers or body, which may hold secrets. */
export interface RequestName {
  vendor: string;
  method: string;
  path: string;
}

/** The kind of error that an HTTP status means; null = it is no error. */
export function kindOfStatus(status: number): VendorErrorKind | null {
  if (status >= 200 && status < 400) return null;
  if (status === 401 || status === 403) return 'auth';
  if (status === 404 || status === 410) return 'not-found';
  if (status === 409 || status === 412 || status === 423) return 'conflict';
  if (status === 429) return 'rate-limited';
  if (status === 408 || status === 425 || status >= 500 || status < 200) return 'unavailable';
  return 'invalid';
}

const WHAT: Record<VendorErrorKind, string> = {
  auth: 'refused our credentials: check them in the plugin’s settings',
  invalid: 'did not accept the request',
  'not-found': 'does not know what was asked for',
  conflict: 'says it conflicts with something that is there',
  'rate-limited': 'asks us to slow down',
  unavailable: 'is not available',
};

/** The {@link VendorError} for an answer that is one, else null. The vendor's own words are quoted, shortened, one line. */
export function errorOfAnswer(answer: VendorAnswer, request: RequestName, now: Date): VendorError | null {
  // Some vendors say 403 for "too fast"; only then do they also say when to come again.
  const wait = retryAfterMs(answer.headers['retry-after'], now);
  const kind = answer.status === 403 && wait !== null ? 'rate-limited' : kindOfStatus(answer.status);
  if (kind === null) return null;
  const said = wordsOf(answer);
  const message = `${request.vendor} ${WHAT[kind]} (${request.method} ${request.path} answered ${answer.status}${said === '' ? '' : `: ${said}`})`;
  return new VendorError(kind, message, kind === 'rate-limited' ? (wait ?? DEFAULT_WAIT_MS) : wait);
}

function wordsOf(answer: VendorAnswer): string {
  const type = answer.headers['content-type'] ?? '';
  if (type.includes('html')) return '';
  const words = type.includes('json') ? wordsOfJson(answer.text) : answer.text;
  const line = words.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_DETAIL ? `${line.slice(0, LONGEST_DETAIL)}…` : line;
}

const WORD_FIELDS = [
  'error_description',
  'detail',
  'message',
  'errorMessages',
  'errors',
  'error',
  'reason',
  'title',
];

/** The sentence in a JSON error, wherever vendors commonly put it; the whole text when it is none of those places. */
function wordsOfJson(text: string): string {
  const value = parse(text);
  return value === undefined ? '' : (sentenceIn(value, 0) ?? text);
}

function sentenceIn(value: unknown, depth: number): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (depth > 3 || value === null || typeof value !== 'object') return null;
  if (Array.isArray(value)) return joined(value.map((item) => sentenceIn(item, depth + 1)));
  const fields = new Map<string, unknown>(Object.entries(value));
  for (const name of WORD_FIELDS) {
    const found = sentenceIn(fields.get(name), depth + 1);
    if (found !== null) return found;
  }
  // { "errors": { "summary": "is required" } }: the field's name is half of the message.
  if (depth === 0) return null;
  return joined([...fields].map(([name, inner]) => (typeof inner === 'string' ? `${name}: ${inner}` : null)));
}

function joined(parts: (string | null)[]): string | null {
  const said = parts.filter((part) => part !== null);
  return said.length === 0 ? null : said.join('; ');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
