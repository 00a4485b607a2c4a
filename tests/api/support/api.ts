import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { createApp } from '../../../api/app.ts';
import { issueToken } from '../../../api/auth/tokens.ts';
import type { ApiDeps } from '../../../api/deps.ts';
import { startInboundQueue, type InboundQueue } from '../../../api/webhooks/queue.ts';
import { createLiveHub } from '../../../api/live.ts';
import { loadConfig, type Config } from '../../../config/load.ts';
import { NO_METRICS } from '../../../config/metrics.ts';
import { createCipher } from '../../../config/secrets.ts';
import type { AccessLevel } from '../../../domain/access.ts';
import { saveAccount } from '../../../models/accounts.ts';
import type { Database } from '../../../models/connect.ts';
import { pluginTables } from '../../../models/plugin-tables.ts';
import { openRegistry } from '../../../plugins/registry-of-process.ts';
import { createPerson } from '../../../models/people.ts';
import { ensureFoundation } from '../../../models/seed.ts';
import { startSession } from '../../../models/sessions.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { createDirectGateway, type DirectGateway } from './gateway.ts';

/** What a test asks and how it was answered. */
export interface Reply<T = Record<string, unknown>> {
  status: number;
  type: string;
  headers: Headers;
  body: T;
}
/** Method, path, body (objects become JSON; texts and bytes go as they are) and headers of a call. */
export type Asked = [method: string, path: string, body?: unknown, headers?: Record<string, string>];
/** One person's way into the API: calls carry their token. */
export interface Caller {
  person: { id: string; email: string; name: string };
  token: string;
  call<T = Record<string, unknown>>(...asked: Asked): Promise<Reply<T>>;
}
/** The API on a database of its own, over real HTTP, without Temporal. */
export interface TestApi {
  url: string;
  base: string;
  db: Database;
  config: Config;
  deps: ApiDeps;
  gateway: DirectGateway;
  inbound: InboundQueue;
  organizationId: string;
  /** Lines that were logged as errors. */
  errors: string[];
  /** Somebody with an account and a token; the same name is the same person. */
  person(name: string, accessLevel?: AccessLevel): Promise<Caller>;
  call<T = Record<string, unknown>>(...asked: Asked): Promise<Reply<T>>;
  stop(): Promise<void>;
}

/** Statements are counted through `onStatement`; `env` overrides configuration. */
export interface TestApiOptions {
  env?: Record<string, string>;
  onStatement?: (sql: string) => void;
  /** Answers for the hosts of sign-in providers in place of the network. */
  providerFetch?: ApiDeps['providerFetch'];
  /** Where to listen, when the address must be known before; a free port otherwise. */
  port?: number;
}

function configOf(database: TestDatabase, env: Record<string, string>): Config {
  const config = loadConfig(
    { NODE_ENV: 'test', LOG_LEVEL: 'error', DISPATCH_JWT_SECRET: randomBytes(32).toString('hex'), DISPATCH_ENCRYPTION_KEY: randomBytes(32).toString('base64'), TEMPORAL_UI_URL: 'http://temporal.example.com', DISPATCH_OUTBOUND_ALLOW: '127.0.0.0/8', DISPATCH_RATE_LIMIT: '0', ...env },
    { part: 'api', envFile: null },
  );
  return { ...config, database: database.settings };
}

async function request<T>(url: string, init: RequestInit): Promise<Reply<T>> {
  const response = await fetch(url, init);
  const type = response.headers.get('content-type') ?? '';
  const text = await response.text();
  return { status: response.status, type, headers: response.headers, body: (/json\b/.test(type) && text !== '' ? JSON.parse(text) : text) as T };
}

function initOf(method: string, body: unknown, headers: Record<string, string>): RequestInit {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const content = body === undefined ? {} : { body: isRaw ? (body as NonNullable<RequestInit['body']>) : JSON.stringify(body) };
  return { method, ...content, headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers } };
}

const listen = (server: Server, wanted = 0): Promise<number> => new Promise((resolve) => server.listen(wanted, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));

/** Starts the API in this process; authentication is on unless `env` says otherwise. */
export async function startApi(options: TestApiOptions = {}): Promise<TestApi> {
  const database = await createTestDatabase(options.onStatement ? { onStatement: options.onStatement } : {});
  const { db } = database;
  const { organizationId } = await ensureFoundation(db);
  const config = configOf(database, options.env ?? {});
  const errors: string[] = [];
  const logger = pino({ level: 'error' }, { write: (line: string) => void errors.push(line) });
  const cipher = config.encryptionKey === null ? null : createCipher(config.encryptionKey);
  const gateway = createDirectGateway(db);
  const live = createLiveHub(db, logger);
  const deps: ApiDeps = { config, logger, db, cipher, registry: await openRegistry({ config, metrics: NO_METRICS, tables: pluginTables(db, cipher) }), commands: gateway, live, metrics: NO_METRICS, version: '1.2.3', report: () => undefined, providerFetch: options.providerFetch };
  const inbound = startInboundQueue(deps);
  const server = createServer(createApp(deps, inbound));
  const [port] = await Promise.all([listen(server, options.port), live.ready]);
  const url = `http://127.0.0.1:${port}`;
  const base = `${url}/api/v1/default`;
  const people = new Map<string, Caller>();
  const callerOf = async (name: string, accessLevel: AccessLevel): Promise<Caller> => {
    const email = `${name}@example.com`;
    const person = await createPerson(db, organizationId, { email, name: name.charAt(0).toUpperCase() + name.slice(1), title: null, team: null, department: null, location: null, timeZone: null, accessLevel, isActive: true });
    const { id } = await saveAccount(db, { email, passwordHash: 'not used here' });
    const session = await startSession(db, { accountId: id, provider: config.auth.providerSlug, address: null, userAgent: null, expiresAt: new Date(Date.now() + config.auth.jwtExpSeconds * 1000).toISOString() });
    const { token } = await issueToken(config, { id, email }, { now: Date.now() + 1000, sessionId: session.id });
    return { person, token, call: (...[method, path, body, headers = {}]) => request(path.startsWith('/api') ? url + path : base + path, initOf(method, body, { authorization: `Bearer ${token}`, ...headers })) };
  };
  return {
    url, base, db, config, deps, gateway, inbound, organizationId, errors,
    async person(name, accessLevel = 'member') {
      const known = people.get(name) ?? (await callerOf(name, accessLevel));
      people.set(name, known);
      return known;
    },
    call: (...[method, path, body, headers = {}]) => request(path.startsWith('/') ? url + path : path, initOf(method, body, headers)),
    async stop() {
      await inbound.stop();
      await live.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.drop();
    },
  };
}
