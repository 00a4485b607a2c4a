import type { Client } from '@temporalio/client';
import { createActivities } from '../activities/index.ts';
import { ConfigError, openConfig, type Config } from '../config/load.ts';
import { createLogger, type Logger } from '../config/logger.ts';
import { startMetrics, type Metrics } from '../config/metrics.ts';
import { createCipher } from '../config/secrets.ts';
import { startSentry, type ErrorReporter } from '../config/sentry.ts';
import { connect, type Database } from '../models/connect.ts';
import { pluginTables } from '../models/plugin-tables.ts';
import { recordAttempt } from '../models/steps.ts';
import { ExtraPluginError } from '../plugins/extra.ts';
import { openRegistry } from '../plugins/registry-of-process.ts';
import { processProviders } from '../plugins/process.ts';
import { activityMetrics, sampleWorker, type CostPasses } from './activity-metrics.ts';
import { attemptInterceptors } from './attempts.ts';
import { workflowBundle } from './bundle.ts';
import { EXIT } from './exit.ts';
import { type HealthServer, startHealthServer } from './health.ts';
import { untilItWorks } from './patience.ts';
import { connectClient, prepareNamespace } from './prepare.ts';
import { checkDatabase } from './schema.ts';
import { installRuntime } from './telemetry.ts';
import { productVersion } from './version.ts';
import { createWorkers, type Workers } from './workers.ts';

/** Whatever hangs is left behind after this; the work itself goes on elsewhere. */
const SHUTDOWN_MS = 10_000;

/** What a worker process is made of; parts appear as they are reached. */
interface World {
  config: Config;
  logger: Logger;
  errors: ErrorReporter;
  metrics: Metrics;
  db: Database;
  stopping: AbortController;
  client: Client | null;
  workers: Workers | null;
  health: HealthServer | null;
}

async function main(): Promise<number> {
  const { config, hints, metricProviders } = await openConfig(processProviders, { part: 'worker' });
  const logger = createLogger(config, 'worker');
  for (const hint of hints) logger.warn(hint);
  const version = productVersion();
  const errors = await startSentry(config, 'worker', version);
  const metrics = await startMetrics(metricProviders, { part: 'worker', version, host: config.metrics.host, tags: config.tags, logger });
  installRuntime(logger, config);
  const db = connect(config.database, { applicationName: 'dispatch-worker' });
  const world: World = { config, logger, errors, metrics, db, stopping: new AbortController(), client: null, workers: null, health: null };
  stopOnSignals(world);
  try {
    world.health = await startHealthServer({ host: config.server.host, port: config.worker.healthPort, checks: checksOf(world) });
    await work(world);
    return EXIT.ok;
  } catch (error) {
    return explained(world, error);
  } finally {
    await tearDown(world);
  }
}

/** Waits for what it needs, in parallel, then works until it is told to stop. */
async function work(world: World): Promise<void> {
  const { config, logger, stopping, db } = world;
  const { signal } = stopping;
  const { address, namespace } = config.temporal;
  const cipher = config.encryptionKey === null ? null : createCipher(config.encryptionKey);
  const registry = await openRegistry({ config, metrics: world.metrics, tables: pluginTables(db, cipher) });
  const [bundle, client] = await Promise.all([
    workflowBundle(logger),
    untilItWorks(() => connectClient(config), { what: `connect to Temporal at ${address}`, logger, signal }),
    untilItWorks(() => checkDatabase(db), { what: `use the database ${config.database.name} at ${config.database.hostname}:${config.database.port}`, logger, signal }),
  ]);
  world.client = client;
  const activities = createActivities({ db, registry, config, logger, client, now: () => new Date() });
  const passes: CostPasses = { lastAsOf: null };
  const errors = countedErrors(world);
  const interceptors = [activityMetrics(world.metrics, passes), attemptInterceptors({ logger, errors, record: (attempt) => recordAttempt(db, attempt) })];
  sampleWorker(world.metrics, db, passes);
  const [workers] = await Promise.all([
    untilItWorks(() => createWorkers({ config, bundle, activities, interceptors }), { what: 'start working', logger, signal }),
    untilItWorks(() => prepareNamespace(client, logger), { what: `prepare Temporal’s namespace ${namespace}`, logger, signal }),
  ]);
  world.workers = workers;
  const running = workers.run();
  logger.info({ address, namespace, healthPort: world.health?.port }, 'the worker is ready');
  await running;
}

function countedErrors({ errors, metrics }: World): ErrorReporter {
  return {
    ...errors,
    capture(error, tags) {
      metrics.count('errors', { where: tags?.['activity'] ?? 'other' });
      errors.capture(error, tags);
    },
  };
}

function checksOf(world: World): Record<string, () => Promise<unknown>> {
  return {
    database: () => world.db.ping(),
    temporal: async () => {
      if (world.client === null) throw new Error('not connected yet');
      await world.client.connection.workflowService.getSystemInfo({});
    },
    workers: async () => {
      if (world.workers?.areRunning() !== true) throw new Error('not working yet');
    },
  };
}

function stopOnSignals(world: World): void {
  const stop = (signal: string): void => {
    if (world.stopping.signal.aborted) return;
    world.logger.info(`${signal}: the worker lets running work finish and stops`);
    world.stopping.abort(new Error(`stopped by ${signal}`));
    world.workers?.shutdown();
    // Not a wait: the process ends earlier when everything is done.
    setTimeout(() => {
      world.logger.warn('the worker did not stop in time and is ended; what was running is tried again elsewhere');
      process.exit(EXIT.failed);
    }, SHUTDOWN_MS).unref();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
}

async function explained(world: World, error: unknown): Promise<number> {
  const { logger, errors, stopping, config } = world;
  if (stopping.signal.aborted) return EXIT.ok;
  if (error instanceof ExtraPluginError) {
    logger.fatal(error.message);
    return EXIT.configuration;
  }
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') {
    logger.fatal(`port ${config.worker.healthPort} is taken by another program: set WORKER_HEALTH_PORT to a free one (0 takes any)`);
    return EXIT.portBusy;
  }
  logger.fatal({ err: error }, 'the worker cannot go on and ends');
  errors.capture(error);
  return EXIT.failed;
}

async function tearDown({ workers, client, health, db, metrics, errors, logger }: World): Promise<void> {
  const steps: [string, (() => Promise<unknown>) | undefined][] = [
    ['health server', health ? () => health.close() : undefined],
    ['workers', workers ? () => workers.close() : undefined],
    ['client', client ? () => client.connection.close() : undefined],
    ['database', () => db.close()],
    ['metrics', () => metrics.stop()],
    ['error reports', () => errors.flush()],
  ];
  for (const [what, close] of steps) await close?.().catch((error: unknown) => logger.warn({ err: error }, `the ${what} could not be closed`));
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof ConfigError ? EXIT.configuration : EXIT.failed;
}
// The SDK's native threads may outlive their last use.
process.exit();
