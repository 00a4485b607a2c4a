/**
 * A double of Duo's OIDC Auth API (Universal Prompt) on loopback, for tests only. Written from Duo's public documentation (duo.com/docs/oauthapi)
 * and from what its official client sends and expects; nothing here was seen at the real service. It checks what Duo says it checks:
 * HS512 signatures with the client secret, issuer, subject, audience (the very address), life of at most five minutes, a `jti` used once,
 * the request's claims against its parameters, states of 22 to 1024 characters; and each code works once, for a minute, for the redirect
 * address it was made for. What it cannot show: Duo's own wording, policies and enrolment.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { jwtVerify, SignJWT, type JWTPayload } from 'jose';

/** Trouble on demand: a status without sense, something that is not JSON, no answer at all, a cut connection. */
export type DuoFault = { status: number; retryAfter?: string } | 'garbage' | 'hang' | 'cut';

/** A running double. */
export interface FakeDuo {
  url: string;
  clientId: string;
  clientSecret: string;
  /** Requests so far, as `METHOD /path status`. */
  seen: string[];
  /** The next requests fail so, in this order. */
  failNext(...faults: DuoFault[]): void;
  /** Goes through the prompt as a person does: opens its address, answers, and returns where the browser is sent. */
  answer(promptUrl: string, how: 'allow' | 'deny'): Promise<URL>;
  stop(): Promise<void>;
}

interface Ticket {
  username: string;
  redirectUri: string;
  state: string;
}
interface Code extends Ticket {
  isAllowed: boolean;
  expiresAt: number;
}
interface World {
  url: string;
  clientId: string;
  key: Uint8Array;
  tickets: Map<string, Ticket>;
  codes: Map<string, Code>;
  jtis: Set<string>;
  faults: DuoFault[];
  seen: string[];
}
type Answer = { status: number; body: string; type: string; headers?: Record<string, string> };

const json = (status: number, body: object): Answer => ({ status, body: JSON.stringify(body), type: 'application/json' });
const refuse = (status: number, error: string, error_description: string): Answer => json(status, { error, error_description });
const LONGEST_LIFE_S = 300;
const CODE_MS = 60_000;

/** Starts a double with one application; stop it at the end. */
export async function startFakeDuo(): Promise<FakeDuo> {
  const [clientId, clientSecret] = [`DI${randomBytes(9).toString('hex').toUpperCase()}`, randomBytes(20).toString('hex')];
  const world: World = { url: '', clientId, key: new TextEncoder().encode(clientSecret), tickets: new Map(), codes: new Map(), jtis: new Set(), faults: [], seen: [] };
  const server = createServer((request, response) => void serve(world, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  world.url = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
  return {
    url: world.url,
    clientId,
    clientSecret,
    seen: world.seen,
    failNext: (...faults) => void world.faults.push(...faults),
    answer: throughPrompt,
    stop: () => close(server),
  };
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

async function throughPrompt(promptUrl: string, how: 'allow' | 'deny'): Promise<URL> {
  const page = await fetch(promptUrl);
  const text = await page.text();
  const ticket = /name="ticket" value="([^"]+)"/.exec(text)?.[1];
  if (page.status !== 200 || ticket === undefined) throw new Error(`the prompt answered ${page.status}: ${text}`);
  const sent = await fetch(new URL('/frame/decide', promptUrl), { method: 'POST', body: new URLSearchParams({ ticket, how }), redirect: 'manual' });
  return new URL(sent.headers.get('location') ?? '');
}

async function serve(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', world.url);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  const fault = world.faults.shift();
  if (fault === 'hang') return;
  if (fault === 'cut') return void request.socket.destroy();
  const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  const answer = fault === undefined ? await route(world, `${request.method} ${url.pathname}`, { url, form }) : failed(fault);
  world.seen.push(`${request.method} ${url.pathname} ${answer.status}`);
  response.writeHead(answer.status, { 'content-type': answer.type, ...answer.headers }).end(answer.body);
}

function failed(fault: Exclude<DuoFault, 'hang' | 'cut'>): Answer {
  if (fault === 'garbage') return { status: 200, body: '<html>maintenance</html>', type: 'application/json' };
  const headers = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
  return { ...json(fault.status, { stat: 'FAIL', message: 'on purpose' }), headers };
}

async function route(world: World, name: string, { url, form }: { url: URL; form: URLSearchParams }): Promise<Answer> {
  if (name === 'POST /oauth/v1/health_check') return health(world, form);
  if (name === 'GET /oauth/v1/authorize') return authorize(world, url.searchParams);
  if (name === 'POST /frame/decide') return decide(world, form);
  if (name === 'POST /oauth/v1/token') return token(world, form);
  return json(404, { stat: 'FAIL', code: 40401, message: 'Resource not found' });
}

async function claimsOf(world: World, jwt: string | null, audience: string): Promise<JWTPayload | null> {
  const verified = await jwtVerify(jwt ?? '', world.key, { algorithms: ['HS512'], issuer: world.clientId, audience, requiredClaims: ['exp'] }).catch(() => null);
  const lives = (verified?.payload.exp ?? 0) - Date.now() / 1000;
  return verified && lives <= LONGEST_LIFE_S + 5 ? verified.payload : null;
}

/** True for an assertion of our client, for this address, not seen before (RFC 7523 section 3). */
async function isClient(world: World, form: URLSearchParams, path: string): Promise<boolean> {
  if (form.get('client_id') !== world.clientId) return false;
  const claims = await claimsOf(world, form.get('client_assertion'), `${world.url}${path}`);
  const jti = claims?.jti ?? '';
  if (!claims || claims.sub !== world.clientId || jti === '' || world.jtis.has(jti)) return false;
  world.jtis.add(jti);
  return true;
}

async function health(world: World, form: URLSearchParams): Promise<Answer> {
  if (await isClient(world, form, '/oauth/v1/health_check')) return json(200, { stat: 'OK', response: { timestamp: Math.floor(Date.now() / 1000) } });
  return json(400, { stat: 'FAIL', code: 40002, message: 'invalid_client', message_detail: 'Failed to verify signature.', timestamp: Math.floor(Date.now() / 1000) });
}

async function authorize(world: World, query: URLSearchParams): Promise<Answer> {
  if (query.get('client_id') !== world.clientId || query.get('response_type') !== 'code') return refuse(400, 'invalid_request', 'client_id or response_type');
  const claims = await claimsOf(world, query.get('request'), world.url);
  const text = (name: string): string => (typeof claims?.[name] === 'string' ? claims[name] : '');
  if (!claims || text('client_id') !== world.clientId || text('response_type') !== 'code' || text('scope') !== 'openid') return refuse(400, 'invalid_request', 'the request object is not valid');
  const [state, username, redirectUri] = [text('state'), text('duo_uname'), text('redirect_uri')];
  if (state.length < 22 || state.length > 1024 || username === '' || !URL.canParse(redirectUri)) return refuse(400, 'invalid_request', 'state, duo_uname or redirect_uri');
  if (query.has('redirect_uri') && query.get('redirect_uri') !== redirectUri) return refuse(400, 'invalid_request', 'redirect_uri differs');
  const ticket = randomBytes(16).toString('hex');
  world.tickets.set(ticket, { username, redirectUri, state });
  const button = (how: string) => `<button name="how" value="${how}">${how === 'allow' ? 'Approve' : 'Deny'}</button>`;
  return { status: 200, type: 'text/html; charset=utf-8', body: `<!doctype html><html lang="en"><title>Duo</title><h1>Is this you?</h1><form method="post" action="/frame/decide"><input type="hidden" name="ticket" value="${ticket}">${button('allow')}${button('deny')}</form></html>` };
}

async function decide(world: World, form: URLSearchParams): Promise<Answer> {
  const ticket = world.tickets.get(form.get('ticket') ?? '');
  if (!ticket) return refuse(400, 'invalid_request', 'no such prompt');
  world.tickets.delete(form.get('ticket') ?? '');
  const code = randomBytes(32).toString('hex');
  world.codes.set(code, { ...ticket, isAllowed: form.get('how') === 'allow', expiresAt: Date.now() + CODE_MS });
  const location = new URL(ticket.redirectUri);
  location.searchParams.set('state', ticket.state);
  location.searchParams.set('duo_code', code);
  return { status: 303, type: 'text/plain', body: '', headers: { location: location.href } };
}

async function token(world: World, form: URLSearchParams): Promise<Answer> {
  if (!(await isClient(world, form, '/oauth/v1/token'))) return refuse(401, 'invalid_client', 'Failed to verify signature.');
  if (form.get('grant_type') !== 'authorization_code' || form.get('client_assertion_type') !== 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer') return refuse(400, 'unsupported_grant_type', 'grant_type');
  const text = form.get('code') ?? '';
  const code = world.codes.get(text);
  world.codes.delete(text);
  if (!code || code.expiresAt < Date.now() || code.redirectUri !== form.get('redirect_uri')) return refuse(400, 'invalid_grant', 'The provided authorization code is invalid or expired');
  return json(200, { id_token: await idToken(world, code), access_token: randomBytes(16).toString('hex'), expires_in: 3600, token_type: 'Bearer' });
}

function idToken({ url, clientId, key }: World, { username, isAllowed }: Code): Promise<string> {
  const at = Math.floor(Date.now() / 1000);
  const auth_result = isAllowed ? { result: 'allow', status: 'allow', status_msg: 'Login Successful' } : { result: 'deny', status: 'deny', status_msg: 'Login request denied.' };
  return new SignJWT({ preferred_username: username, auth_result, auth_time: at })
    .setProtectedHeader({ alg: 'HS512', typ: 'JWT' })
    .setIssuer(`${url}/oauth/v1/token`)
    .setSubject(username)
    .setAudience(clientId)
    .setIssuedAt(at)
    .setExpirationTime(at + LONGEST_LIFE_S)
    .sign(key);
}
