import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { SlackRefusal } from './errors.ts';
import type { Method } from './method.ts';
import { conversationMethods } from './methods/conversations.ts';
import { extraMethods } from './methods/extras.ts';
import { messageMethods, respond } from './methods/messages.ts';
import { peopleMethods } from './methods/people.ts';
import type { SlackWorkspace } from './workspace.ts';

/** What goes wrong with a call. `lost` = the work is done and the answer lost; `unsent` = the request is lost; `hang` = no answer; a text = Slack's error code. */
export type SlackFault = 'lost' | 'unsent' | 'hang' | 'garbage' | { status: number; retryAfter?: string } | { error: string };
/** A call as it came in. */
export interface SlackCall {
  method: string;
  args: Record<string, unknown>;
  at: number;
  /** Which token it carried. */
  token: string;
  error: string | null;
}
/** The faults to come. */
export interface SlackFaults {
  /** The next calls of the method (`*` = of any, `write` = of any that changes something) fail so, in this order. */
  add(method: string, faults: readonly SlackFault[]): void;
  clear(): void;
}
/** What the server works with. */
export interface ServerState {
  workspace: SlackWorkspace;
  calls: SlackCall[];
  plans: { method: string; faults: SlackFault[] }[];
  latencyMs: number;
  /** Calls of a method in the last minute are counted against its tier. */
  hasRateLimits: boolean;
  recent: Map<string, number[]>;
  /** Address for a new socket of the app. */
  openSocket: () => string;
}

/** Answers what is not the Web API; false = there is nothing at this address. */
export type OtherPages = (exchange: Exchange) => Promise<boolean>;
/** A request with its response. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

const METHODS: Record<string, Method> = { ...conversationMethods, ...messageMethods, ...peopleMethods, ...extraMethods };
const READS = /\.(info|list|members|history|replies|test|conversations|lookupByEmail|get|getPermalink)$/;

/** The HTTP server of the Web API and of response urls. */
export function createApiServer(state: ServerState, pages: OtherPages): Server {
  return createServer((request, response) => {
    handle(state, { request, response }, pages).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
}

async function handle(state: ServerState, { request, response }: Exchange, pages: OtherPages): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://slack');
  if (url.pathname.startsWith('/respond/')) return respondTo(state, { path: url.pathname, text: await bodyOf(request) }, response);
  if (!url.pathname.startsWith('/api/')) {
    if (!(await pages({ request, response }))) response.writeHead(404).end();
    return;
  }
  const name = url.pathname.slice('/api/'.length);
  const text = await bodyOf(request);
  const fault = takeFault(state, name);
  if (fault === 'unsent') return void response.destroy();
  if (fault === 'hang') return;
  if (state.latencyMs > 0) await sleep(state.latencyMs);
  if (fault === 'garbage') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>maintenance</html>');
  if (typeof fault === 'object' && fault !== null && 'status' in fault) return failWith(response, fault);
  const result = typeof fault === 'object' && fault !== null ? { ok: false, error: fault.error } : run(state, { name, args: argumentsOf(request, url, text), token: tokenOf(request) });
  if (fault === 'lost') return void response.destroy();
  if (result['error'] === 'ratelimited') return failWith(response, { status: 429, retryAfter: String(result['retry_after']) });
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'x-oauth-scopes': [...state.workspace.installation.scopes].join(',') }).end(JSON.stringify(result));
}

function failWith(response: ServerResponse, fault: { status: number; retryAfter?: string }): void {
  response.writeHead(fault.status, { 'content-type': 'application/json', ...(fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter }) }).end(JSON.stringify({ ok: false, error: fault.status === 429 ? 'ratelimited' : 'internal_error' }));
}

function takeFault(state: ServerState, name: string): SlackFault | null {
  const plan = state.plans.find((p) => p.faults.length > 0 && (p.method === '*' || p.method === name || (p.method === 'write' && !READS.test(name))));
  return plan?.faults.shift() ?? null;
}

function run(state: ServerState, { name, args, token }: { name: string; args: Record<string, unknown>; token: string }): Record<string, unknown> {
  const call: SlackCall = { method: name, args, at: state.workspace.now(), token, error: null };
  state.calls.push(call);
  try {
    return { ok: true, ...answer(state, { name, args, token }) };
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    call.error = error.code;
    return { ok: false, error: error.code, ...error.extra };
  }
}

function answer(state: ServerState, { name, args, token }: { name: string; args: Record<string, unknown>; token: string }): Record<string, unknown> {
  const { workspace } = state;
  const { installation } = workspace;
  if (name === 'apps.connections.open') return connection(state, token);
  const method = METHODS[name];
  if (!method) throw new SlackRefusal('unknown_method', { req_method: name });
  const isPerson = token === installation.adminToken;
  if (token === '') throw new SlackRefusal('not_authed');
  if (!isPerson && token !== installation.token) throw new SlackRefusal('invalid_auth');
  if (installation.isRevoked) throw new SlackRefusal('token_revoked');
  if (!isPerson && name.startsWith('admin.')) throw new SlackRefusal('not_allowed_token_type');
  if (state.hasRateLimits) countCall(state, name, method);
  const [granted, needed] = isPerson ? [installation.userScopes, method.userScopes ?? method.scopes] : [installation.scopes, method.scopes];
  if (needed.length > 0 && !needed.some((scope) => granted.has(scope))) throw new SlackRefusal('missing_scope', { needed: needed.join(','), provided: [...granted].join(',') });
  const parsed = method.schema.safeParse(args);
  if (!parsed.success) {
    const messages = parsed.error.issues.map((issue) => `[ERROR] ${issue.message} [json-pointer:/${issue.path.join('/')}]`);
    throw new SlackRefusal('invalid_arguments', { response_metadata: { messages } });
  }
  const byKind = !isPerson && method.scopes[0]?.startsWith('channels:') === true ? method.scopes : [];
  return method.run({ workspace, args: parsed.data as never, caller: isPerson ? installation.personId : installation.botUserId, byKind });
}

/** The one method of the app-level token, which is good for nothing else. */
function connection({ workspace: { installation }, openSocket }: ServerState, token: string): Record<string, unknown> {
  if (token === installation.token || token === installation.adminToken) throw new SlackRefusal('not_allowed_token_type');
  if (token !== installation.appToken) throw new SlackRefusal('invalid_auth');
  return { url: openSocket() };
}

function countCall(state: ServerState, name: string, method: Method): void {
  const now = state.workspace.now();
  const recent = (state.recent.get(name) ?? []).filter((at) => now - at < 60_000);
  if (recent.length >= method.perMinute) throw new SlackRefusal('ratelimited', { retry_after: Math.max(1, Math.ceil(((recent[0] ?? now) + 60_000 - now) / 1000)) });
  state.recent.set(name, [...recent, now]);
}

function argumentsOf(request: IncomingMessage, url: URL, text: string): Record<string, unknown> {
  const query = Object.fromEntries(url.searchParams);
  if ((request.headers['content-type'] ?? '').includes('json')) return { ...query, ...parseObject(text) };
  const { token: _, ...form } = Object.fromEntries(new URLSearchParams(text));
  return { ...query, ...form };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? Object.fromEntries(Object.entries(value)) : {};
  } catch {
    return {};
  }
}

const tokenOf = (request: IncomingMessage): string => /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';

const RESPONSE_MS = 30 * 60_000;

/** A `response_url` takes at most 5 posts within 30 minutes (docs.slack.dev/interactivity/handling-user-interaction). */
function respondTo({ workspace }: ServerState, { path, text }: { path: string; text: string }, response: ServerResponse): void {
  const known = workspace.responses.get(path);
  if (!known || known.posts.length >= 5 || workspace.now() > known.since + RESPONSE_MS) return void response.writeHead(404).end('expired_url');
  const body = parseObject(text);
  const [channelId = '', user = ''] = path.split('/').slice(2);
  const channel = workspace.channels.get(channelId);
  known.posts.push(body);
  const blocks = Array.isArray(body['blocks']) ? body['blocks'] : [];
  if (channel && body['delete_original'] !== true) respond({ workspace }, channel, { user, text: typeof body['text'] === 'string' ? body['text'] : '', blocks, inChannel: body['response_type'] === 'in_channel' });
  response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
}

/** A request's body as text, at most 1 MB. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > 1_000_000) throw new Error('the body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
