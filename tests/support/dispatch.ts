import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { DatabaseSettings } from '../../config/config.ts';
import { ensureFoundation } from '../../models/seed.ts';
import { openLog, type PartLog } from '../../scripts/parts/logs.ts';
import type { Part } from '../../scripts/parts/part.ts';
import { freePort } from '../../scripts/parts/ports.ts';
import { createPostgres, EMBEDDED_DATABASE } from '../../scripts/parts/postgres.ts';
import { generateSecrets } from '../../scripts/parts/secrets.ts';
import { createService } from '../../scripts/parts/service.ts';
import { createTemporal } from '../../scripts/parts/temporal.ts';
import { ROOT } from '../../scripts/setup/paths.mjs';
import { run } from '../../scripts/setup/run.mjs';
import { temporalCli } from '../../scripts/temporal.mjs';
import { apiClient, type ApiClient } from './client.ts';
import { createTestDatabase, TEST_SERVER, type TestDatabase } from './postgres.ts';

/** A part of the running product, for tests that take it away. */
export interface PartHandle {
  /** SIGKILL; resolves when it is dead. */
  kill(): Promise<void>;
  /** Starts it and waits until it is ready. */
  start(): Promise<void>;
  /** Stops it in order and starts it. */
  restart(): Promise<void>;
  pid(): number;
}

/** The whole product on loopback: a database, a Temporal dev server, worker and API of its own, as real processes. */
export interface RunningDispatch {
  api: ApiClient;
  url: string;
  env: NodeJS.ProcessEnv;
  temporal: PartHandle & { address: string; client(): Promise<Client>; uiUrl: string };
  /** Only with `ownPostgres`; the run's Postgres is not taken away from the other tests. */
  postgres: PartHandle;
  /** The database, for what the API does not show. */
  database: DatabaseSettings;
  worker: PartHandle;
  server: PartHandle;
  /** Another worker process beside the first. */
  addWorker(): Promise<PartHandle>;
  /** Another API process beside the first, and a client for it. */
  addServer(): Promise<PartHandle & { api: ApiClient }>;
  triggerSchedule(id: string): Promise<void>;
  /** The last lines that each part printed, for a failing test. */
  tail(lines?: number): string;
  stop(): Promise<void>;
}

/** What differs from a plain start: more environment for worker and API. */
export interface DispatchOptions {
  env?: NodeJS.ProcessEnv;
  /** Keeps Temporal's UI on. */
  withUi?: boolean;
  /** An empty Postgres that can be taken away, and everything prepared by the commands that operators use. Otherwise the run's Postgres with a database that is migrated; outside a run of tests there is none, and it is always its own. */
  ownPostgres?: boolean;
}

interface World {
  folder: string;
  logs: PartLog[];
  parts: Part[];
  database: TestDatabase | null;
}

const notOurs = (): never => {
  throw new Error('this Postgres belongs to all tests of the run: start with ownPostgres to take it away');
};
const OF_THE_RUN: PartHandle = { kill: notOurs, start: notOurs, restart: notOurs, pid: notOurs };

function log(world: World, name: string): PartLog {
  const opened = openLog({ folder: world.folder, name, pick: () => null, show: () => undefined });
  world.logs.push(opened);
  return opened;
}

function handle(part: Part): PartHandle {
  return { kill: () => part.kill('SIGKILL'), start: () => part.start(), restart: () => part.restart(), pid: () => part.pid() ?? 0 };
}

/** Starts everything on random ports with fresh data; authentication is off unless `env` says otherwise. */
export async function startDispatch(options: DispatchOptions = {}, tries = 3): Promise<RunningDispatch> {
  const world: World = { folder: mkdtempSync(join(tmpdir(), 'dispatch-smoke-')), logs: [], parts: [], database: null };
  try {
    return await build(world, options);
  } catch (error) {
    await tearDown(world);
    // A free port is free only until somebody else takes it.
    if (tries > 1 && error instanceof Error && error.message.includes('in use by another program')) return startDispatch(options, tries - 1);
    throw error;
  }
}

async function build(world: World, options: DispatchOptions): Promise<RunningDispatch> {
  const secrets = generateSecrets();
  const [temporalPort, uiPort, apiPort] = await Promise.all([freePort(), freePort(), freePort()]);
  const temporal = createTemporal({
    cli: await temporalCli(), port: temporalPort, uiPort: options.withUi === true ? uiPort : null, namespace: 'default',
    file: join(world.folder, 'temporal.db'), log: log(world, 'temporal'),
    codecEndpoint: options.env?.['TEMPORAL_PAYLOAD_KEY'] === undefined ? null : `http://127.0.0.1:${apiPort}/api/v1/default/codec`,
  });
  world.parts.push(temporal);
  const { database, postgres } = await openDatabase(world, { isOwn: options.ownPostgres === true || process.env[TEST_SERVER] === undefined, password: secrets.databasePassword });
  await temporal.start();
  const env = environment({ database, temporalPort, uiPort, apiPort, secrets, extra: options.env ?? {} });
  if (postgres !== null) await Promise.all([runOnce('scripts/migrate.ts', env), runOnce('worker/setup.ts', env)]);
  const [worker, server] = await Promise.all([startWorker(world, env, 1), startServer(world, env, apiPort)]);
  const address = `127.0.0.1:${temporalPort}`;
  let connection: Connection | null = null;
  const client = async (): Promise<Client> => {
    connection ??= await Connection.connect({ address });
    return new Client({ connection });
  };
  return {
    api: apiClient(`http://127.0.0.1:${apiPort}`),
    url: `http://127.0.0.1:${apiPort}`,
    env,
    temporal: { ...handle(temporal), address, client, uiUrl: `http://127.0.0.1:${uiPort}` },
    postgres: postgres === null ? OF_THE_RUN : handle(postgres),
    database,
    worker: handle(worker),
    server: handle(server),
    addWorker: async () => handle(await startWorker(world, env, world.parts.length)),
    addServer: async () => {
      const port = await freePort();
      return { ...handle(await startServer(world, { ...env, PORT: String(port) }, port)), api: apiClient(`http://127.0.0.1:${port}`) };
    },
    triggerSchedule: async (id) => (await client()).schedule.getHandle(id).trigger(),
    tail: (lines = 15) => world.logs.flatMap((l) => l.tail(lines)).join('\n'),
    stop: async () => {
      await connection?.close();
      await tearDown(world);
    },
  };
}

async function openDatabase(world: World, { isOwn, password }: { isOwn: boolean; password: string }): Promise<{ database: DatabaseSettings; postgres: Part | null }> {
  if (!isOwn) {
    world.database = await createTestDatabase();
    await ensureFoundation(world.database.db);
    return { database: world.database.settings, postgres: null };
  }
  const port = await freePort();
  const postgres = await createPostgres({ folder: join(world.folder, 'postgres'), port, password, durable: false, log: log(world, 'postgres') });
  world.parts.unshift(postgres);
  await postgres.start();
  return { database: { hostname: '127.0.0.1', port, name: EMBEDDED_DATABASE, user: EMBEDDED_DATABASE, password, ssl: 'disable', sslCa: null, poolSize: 4 }, postgres };
}

interface Ports {
  database: DatabaseSettings;
  temporalPort: number;
  uiPort: number;
  apiPort: number;
  secrets: ReturnType<typeof generateSecrets>;
  extra: NodeJS.ProcessEnv;
}

function environment({ database, temporalPort, uiPort, apiPort, secrets, extra }: Ports): NodeJS.ProcessEnv {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(DATABASE_|TEMPORAL_|DISPATCH_|SMTP_|JEST_|NODE_OPTIONS|PORT$|HOST$)/.test(name)));
  return {
    ...inherited,
    LOG_LEVEL: 'WARNING',
    DATABASE_HOSTNAME: database.hostname,
    DATABASE_PORT: String(database.port),
    DATABASE_NAME: database.name,
    DATABASE_CREDENTIALS: `${database.user}:${database.password}`,
    TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}`,
    TEMPORAL_UI_URL: `http://127.0.0.1:${uiPort}`,
    PORT: String(apiPort),
    HOST: '127.0.0.1',
    DISPATCH_UI_URL: `http://127.0.0.1:${apiPort}`,
    DISPATCH_AUTHENTICATION_PROVIDER_SLUG: '',
    DISPATCH_JWT_SECRET: secrets.jwtSecret,
    DISPATCH_ENCRYPTION_KEY: secrets.encryptionKey,
    // The fakes of vendors are on loopback, and tests ask faster than people.
    DISPATCH_OUTBOUND_ALLOW: '127.0.0.0/8',
    DISPATCH_RATE_LIMIT: '0',
    ...extra,
  };
}

/** Runs one of our scripts to its end; throws with its output when it fails. */
async function runOnce(entry: string, env: NodeJS.ProcessEnv): Promise<void> {
  const { code, stdout, stderr } = await run(process.execPath, [join(ROOT, entry)], { env, timeoutMs: 120_000 });
  if (code !== 0) throw new Error(`${entry} ended with ${code}: ${stdout}${stderr}`);
}

async function startWorker(world: World, env: NodeJS.ProcessEnv, number: number): Promise<Part> {
  const port = await freePort();
  const part = createService({ name: `worker-${number}`, title: 'Worker', entry: 'worker/main.ts', env: { ...env, WORKER_HEALTH_PORT: String(port) }, readyAddress: `http://127.0.0.1:${port}/readyz`, log: log(world, `worker-${number}`) });
  world.parts.push(part);
  await part.start();
  return part;
}

async function startServer(world: World, env: NodeJS.ProcessEnv, port: number): Promise<Part> {
  const part = createService({ name: `api-${port}`, title: 'API', entry: 'api/main.ts', env, readyAddress: `http://127.0.0.1:${port}/readyz`, log: log(world, `api-${port}`) });
  world.parts.push(part);
  await part.start();
  return part;
}

async function tearDown(world: World): Promise<void> {
  for (const part of world.parts.toReversed()) await part.stop().catch(() => part.kill('SIGKILL'));
  await world.database?.drop();
  for (const one of world.logs) one.close();
  rmSync(world.folder, { recursive: true, force: true });
}
