import type { ZodType } from 'zod';
import { type Http, type HttpOptions, type HttpRequest, VendorError, type VendorAnswer } from './contract.ts';
import { errorOfAnswer, type RequestName } from './http-errors.ts';
import { refusalIn } from './outbound/index.ts';

export { retryAfterMs } from './retry-after.ts';

const TIMEOUT_MS = 10_000;
const LARGEST_BYTES = 5 * 1024 * 1024;
const MOST_REDIRECTS = 3;

/**
 * Makes the way to one vendor: time-out over the whole exchange, errors mapped to {@link VendorError} kinds, `Retry-After` read, answers
 * limited in size, redirects followed only within the vendor's own origin and only for GET and HEAD. It never repeats a request: trying
 * again is the caller's (Temporal's) business.
 */
export function createHttp(options: HttpOptions): Http {
  const send = async (request: HttpRequest) => {
    const name: RequestName = { vendor: options.vendor, method: request.method ?? 'GET', path: request.path };
    const answer = await exchange(options, request, name);
    const error = options.classify?.(answer) ?? errorOfAnswer(answer, name, options.now?.() ?? new Date());
    if (error) throw error;
    return answer;
  };
  return {
    send,
    async json(request, schema) {
      const answer = await send({ ...request, headers: { accept: 'application/json', ...request.headers } });
      return parsed(answer, schema, `${options.vendor} (${request.method ?? 'GET'} ${request.path})`);
    },
  };
}

function parsed<T>(answer: VendorAnswer, schema: ZodType<T>, who: string): T {
  let value: unknown;
  try {
    value = JSON.parse(answer.text);
  } catch {
    throw new VendorError('unavailable', `${who} answered ${answer.status} with something that is not JSON`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new VendorError(
    'unavailable',
    `${who} answered something unexpected: ${issue?.path.join('.') || 'the answer'} ${issue?.message ?? 'is not valid'}`,
  );
}

async function exchange(
  options: HttpOptions,
  request: HttpRequest,
  name: RequestName,
): Promise<VendorAnswer> {
  const timeoutMs = request.timeoutMs ?? options.timeoutMs ?? TIMEOUT_MS;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const init = await requestInit(options, request, name.method);
    let url = address(options.baseUrl, request);
    for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
      const response = await options.fetch(url, { ...init, signal, redirect: 'manual' });
      const next = await redirectOf(response, url, name);
      if (next === null)
        return {
          status: response.status,
          headers: Object.fromEntries(response.headers),
          text: await textOf(response, options),
        };
      url = next;
    }
  } catch (error) {
    throw error instanceof VendorError ? error : networkError(error, name, timeoutMs);
  }
  throw new VendorError(
    'invalid',
    `${name.vendor} redirects in a circle (${name.method} ${name.path}): check the address in the plugin’s settings`,
  );
}

async function requestInit(options: HttpOptions, request: HttpRequest, method: string): Promise<RequestInit> {
  const headers: Record<string, string> = {
    'user-agent': 'Dispatch',
    ...(await options.headers?.()),
    ...request.headers,
  };
  if (request.json !== undefined)
    return {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(request.json),
    };
  if (request.form !== undefined) return { method, headers, body: new URLSearchParams(request.form) };
  if (request.text !== undefined) return { method, headers, body: request.text };
  return { method, headers };
}

function address(baseUrl: string, request: HttpRequest): URL {
  const url = new URL(baseUrl.replace(/\/+$/, '') + request.path);
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) url.searchParams.append(name, String(value));
  }
  return url;
}

/** Where to go next, null when the response is the answer. Another origin would get our credentials, so it is refused. */
async function redirectOf(response: Response, from: URL, name: RequestName): Promise<URL | null> {
  if (![301, 302, 303, 307, 308].includes(response.status)) return null;
  const location = response.headers.get('location');
  await response.body?.cancel();
  const to = location === null ? null : URL.parse(location, from);
  const where = `${name.method} ${name.path}`;
  if (to === null) throw new VendorError('unavailable', `${name.vendor} redirects to nowhere (${where})`);
  if (to.origin !== from.origin)
    throw new VendorError(
      'invalid',
      `${name.vendor} redirects to ${to.origin} (${where}), which is not followed: check the address in the plugin’s settings`,
    );
  if (name.method !== 'GET' && name.method !== 'HEAD')
    throw new VendorError(
      'invalid',
      `${name.vendor} redirects a ${where}, which is not repeated elsewhere: check the address in the plugin’s settings`,
    );
  return to;
}

async function textOf(response: Response, options: HttpOptions): Promise<string> {
  if (response.body === null) return '';
  const largest = options.maxBytes ?? LARGEST_BYTES;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > largest)
      throw new VendorError(
        'invalid',
        `${options.vendor} answered more than ${Math.round(largest / 1024)} KiB, which is not read`,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function networkError(error: unknown, name: RequestName, timeoutMs: number): VendorError {
  const request = `${name.method} ${name.path}`;
  const refused = refusalIn(error);
  if (refused) return new VendorError('invalid', `${name.vendor}: ${refused.message}`);
  if (textField(error, 'name') === 'TimeoutError')
    return new VendorError(
      'unavailable',
      `${name.vendor} did not answer within ${timeoutMs / 1000} s (${request})`,
    );
  return new VendorError('unavailable', `${name.vendor} cannot be reached (${request}): ${reasonOf(error)}`);
}

/** Node's fetch says only "fetch failed"; the reason is its cause, or the first of its causes. */
function reasonOf(error: unknown): string {
  const cause = field(error, 'cause');
  const causes = field(cause, 'errors');
  const [first] = Array.isArray(causes) ? causes : [];
  return (
    textField(first, 'message') || textField(cause, 'message') || textField(error, 'message') || String(error)
  );
}

function field(value: unknown, name: string): unknown {
  return value !== null && typeof value === 'object' ? Reflect.get(value, name) : undefined;
}

function textField(value: unknown, name: string): string {
  const text = field(value, name);
  return typeof text === 'string' ? text : '';
}
