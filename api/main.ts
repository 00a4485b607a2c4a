import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { CONFIG_EXIT, ConfigError, openConfig, type Config } from '../config/load.ts';
import { createLogger, type Logger } from '../config/logger.ts';
import { startMetrics, type Metrics } from '../config/metrics.ts';
import { createCipher } from '../config/secrets.ts';
import { startSentry, type ErrorReporter } from '../config/sentry.ts';
import { connect, type Database } from '../models/connect.ts';
import { loadState } from '../models/ledger.ts';
import { pluginTables } from '../models/plugin-tables.ts';
import { poolState } from '../models/pool.ts';
import { ensureFoundation } from '../models/seed.ts';
import { ExtraPluginError } from '../plugins/extra.ts';
import { openRegistry } from '../plugins/registry-of-process.ts';
import { processProviders } from '../plugins/process.ts';
import { createApp } from './app.ts';
import type { ApiDeps } from './deps.ts';
import { createLiveHub, type LiveHub } from './live.ts';
import { measuredGateway } from './measured-gateway.ts';
import { reasonOf } from './reason.ts';
import { createHttpServer } from './server.ts';
import { createTemporalGateway } from './temporal.ts';
import { productVersion } from './version.ts';
import { createInteractions } from './interactions/index.ts';
import { startListeners } from './webhooks/listeners.ts';
import { startInboundQueue } from './webhooks/queue.ts';
import { hostOf } from './webhooks/router.ts';

/** Exit codes, the same numbers as the other commands'; see docs/operations.md. */
const EXIT = { ok: 0, failed: 1, configuration: CONFIG_EXIT, portBusy: 4 } as const;
/** Requests under way may take this long after the signal to stop. */
const DRAIN_MS = 8_000;
const SAMPLE_SECONDS = 10;

/** What an API process is made of. */
interface World {
  config: Config;
  logger: Logger;
  errors: ErrorReporter;
  db: Database;
  deps: ApiDeps;
}

async function build(): Promise<World> {
  const { config, hints, metricProviders } = await openConfig(processProviders, { part: 'api' });
  const logger = createLogger(config, 'api');
  for (const hint of hints) logger.warn(hint);
  const version = productVersion();
  const errors = await startSentry(config, 'api', version);
  const metrics = await startMetrics(metricProviders, { part: 'api', version, host: config.metrics.host, tags: config.tags, logger });
  const db = connect(config.database, { applicationName: 'dispatch-api' });
  const cipher = config.encryptionKey === null ? null : createCipher(config.encryptionKey);
  const registry = await openRegistry({ config, metrics, tables: pluginTables(db, cipher) });
  const commands = measuredGateway(createTemporalGateway(config.temporal, { logger, stateOf: (incidentId) => loadState(db, incidentId) }), metrics);
  const live = createLiveHub(db, logger);
  const deps: ApiDeps = { config, logger, db, registry, cipher, commands, live, metrics, version, report: (error, tags) => report({ errors, metrics }, error, tags) };
  sample(metrics, { db, live });
  return { config, logger, errors, db, deps };
}

function report({ errors, metrics }: { errors: ErrorReporter; metrics: Metrics }, error: unknown, tags: Record<string, string>): void {
  metrics.count('errors', { where: tags['route'] ?? 'other' });
  errors.capture(error, tags);
}

function sample(metrics: Metrics, { db, live }: { db: Database; live: LiveHub }): void {
  metrics.sample(SAMPLE_SECONDS, () => {
    for (const [state, value] of Object.entries(poolState(db))) metrics.gauge('database_pool', value, { state });
    metrics.gauge('live_streams', live.listening(), {});
  });
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

// Migrations are somebody else's task; when they have run, an empty database gets what an installation needs. Until then /readyz says what is missing.
async function layFoundation({ db, logger }: World, signal: AbortSignal): Promise<void> {
  for (let pause = 500; !signal.aborted; pause = Math.min(pause * 2, 15_000)) {
    try {
      await ensureFoundation(db);
      return;
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, 'the database cannot be used yet; trying again');
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}

function stopSignal(logger: Logger): AbortSignal {
  const stopping = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.on(name, () => {
      if (stopping.signal.aborted) return;
      logger.info(`${name}: the API finishes its requests and stops`);
      stopping.abort();
    });
  }
  return stopping.signal;
}

// Idle connections and open streams are closed at once, so that browsers go to another process; requests under way may finish.
async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  // `ref: false`: when all is closed sooner, the timer must not hold the process up.
  await Promise.race([closed, sleep(DRAIN_MS, undefined, { ref: false })]);
  server.closeAllConnections();
}

async function tearDown({ db, deps, errors }: World, server: Server): Promise<void> {
  await deps.live.close();
  await drain(server);
  await deps.commands.close().catch(() => undefined);
  await db.close();
  await deps.metrics.stop();
  await errors.flush();
}

async function serve(world: World): Promise<void> {
  const { config, logger } = world;
  const inbound = startInboundQueue(world.deps);
  const server = createHttpServer(createApp(world.deps, inbound));
  const parts = { deps: world.deps, queue: inbound, interactions: createInteractions(world.deps) };
  const listeners = startListeners(world.deps, (source) => hostOf(parts, source));
  const signal = stopSignal(logger);
  try {
    const port = await listen(server, config.server);
    logger.info({ host: config.server.host, port, uiUrl: config.server.uiUrl }, 'the API listens');
    void layFoundation(world, signal);
    if (!signal.aborted) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  } finally {
    await listeners.stop();
    await inbound.stop();
    await tearDown(world, server);
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
}

async function main(): Promise<number> {
  let world: World | null = null;
  try {
    world = await build();
    await serve(world);
    return EXIT.ok;
  } catch (error) {
    if (error instanceof ConfigError || error instanceof ExtraPluginError) {
      process.stderr.write(`${error.message}\n`);
      return EXIT.configuration;
    }
    if (world && (codeOf(error) === 'EADDRINUSE' || codeOf(error) === 'EACCES')) {
      world.logger.fatal(`port ${world.config.server.port} on ${world.config.server.host} is taken or not allowed: set PORT to a free one`);
      return EXIT.portBusy;
    }
    world?.errors.capture(error);
    process.stderr.write(`The API cannot go on: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return EXIT.failed;
  }
}

process.exitCode = await main();
