import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFailurePlan, type Failure, type FailurePlan } from './failures.ts';
import { emptyData, type FakeData } from './objects.ts';
import { answer, type FakeAnswer } from './routes.ts';

/** One request as it came, with its time of arrival and departure (ms since the epoch). */
export interface FakeCall {
  method: string;
  path: string;
  status: number | null;
  from: number;
  to: number | null;
}

/** Called around each request's work; answering true drops the connection, so that the caller never learns what happened. */
export type CallHook = (moment: 'before' | 'after', call: FakeCall) => Promise<boolean> | boolean;

/** A running vendor: real HTTP on loopback, state in memory, faults on demand. */
export interface FakeVendor {
  /** Base URL, no trailing slash. */
  url: string;
  /** The bearer token that it wants. */
  token: string;
  data: FakeData;
  failures: FailurePlan;
  calls: FakeCall[];
  /** How long every answer takes from now on. */
  setLatency(ms: number): void;
  /** Watches requests from now on; null = nobody does. */
  setHook(hook: CallHook | null): void;
  /** Objects that carry the mark, in all collections. */
  countByMark(mark: string): number;
  stop(): Promise<void>;
}

/** Starts a vendor on a free port. `pageSize` = how many items a page has. */
export async function startFakeVendor(
  options: { latencyMs?: number; pageSize?: number; token?: string } = {},
): Promise<FakeVendor> {
  const state = {
    latencyMs: options.latencyMs ?? 0,
    pageSize: options.pageSize ?? 50,
    token: options.token ?? 'fake-token',
    hook: null as CallHook | null,
  };
  const data = emptyData();
  const failures = createFailurePlan();
  const calls: FakeCall[] = [];
  const server = createServer((request, response) => {
    handle({ state, data, failures, calls, request, response }).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    token: state.token,
    data,
    failures,
    calls,
    setLatency(ms) {
      state.latencyMs = ms;
    },
    setHook(hook) {
      state.hook = hook;
    },
    countByMark: (mark) =>
      [...data.collections.values()].reduce(
        (sum, objects) => sum + [...objects.values()].filter((object) => object.mark === mark).length,
        0,
      ),
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Exchange {
  state: { latencyMs: number; pageSize: number; token: string; hook: CallHook | null };
  data: FakeData;
  failures: FailurePlan;
  calls: FakeCall[];
  request: IncomingMessage;
  response: ServerResponse;
}

async function handle({ state, data, failures, calls, request, response }: Exchange): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://fake');
  const method = request.method ?? 'GET';
  const call: FakeCall = { method, path: url.pathname, status: null, from: Date.now(), to: null };
  calls.push(call);
  response.once('close', () => (call.to = Date.now()));
  const text = await bodyOf(request);
  const failure = failures.take(method, url.pathname);
  if (failure === 'drop-before') return void response.destroy();
  if (failure === 'hang') return;
  if (state.hook !== null && (await state.hook('before', call))) return void response.destroy();
  if (state.latencyMs > 0) await sleep(state.latencyMs);
  if (failure !== null && failure !== 'drop-after') return fail(response, failure);
  const result = authorized(request, state.token)
    ? respond({ data, method, url, text, pageSize: state.pageSize })
    : { status: 401, body: { error: { message: 'invalid token' } } };
  call.status = result.status;
  if (state.hook !== null && (await state.hook('after', call))) return void response.destroy();
  if (failure === 'drop-after') return void response.destroy();
  write(response, result);
}

function authorized(request: IncomingMessage, token: string): boolean {
  return request.headers.authorization === `Bearer ${token}`;
}

function respond(input: {
  data: FakeData;
  method: string;
  url: URL;
  text: string;
  pageSize: number;
}): FakeAnswer {
  const segments = input.url.pathname
    .split('/')
    .filter((segment) => segment !== '')
    .map(decodeURIComponent);
  let body: unknown = {};
  try {
    body = input.text === '' ? {} : JSON.parse(input.text);
  } catch {
    return { status: 400, body: { error: { message: 'not JSON' } } };
  }
  if (body === null || typeof body !== 'object')
    return { status: 400, body: { error: { message: 'not an object' } } };
  return answer(input.data, {
    method: input.method,
    segments,
    query: input.url.searchParams,
    body: Object.fromEntries(Object.entries(body)),
    pageSize: input.pageSize,
  });
}

function fail(
  response: ServerResponse,
  failure: Exclude<Failure, 'drop-after' | 'drop-before' | 'hang'>,
): void {
  if (failure === 'garbage')
    return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>maintenance</html>');
  if (failure === 'huge')
    return void response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(Buffer.alloc(6 * 1024 * 1024, 0x20));
  response
    .writeHead(failure.status, { 'content-type': 'application/json', ...failure.headers })
    .end(JSON.stringify(failure.body ?? { error: { message: `failed on purpose with ${failure.status}` } }));
}

function write(response: ServerResponse, { status, body }: FakeAnswer): void {
  if (body === undefined) return void response.writeHead(status).end();
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
