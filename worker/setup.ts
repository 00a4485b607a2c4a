import { ConfigError, openConfig } from '../config/load.ts';
import { createLogger } from '../config/logger.ts';
import { processProviders } from '../plugins/process.ts';
import { connectClient, prepareNamespace } from './prepare.ts';
import { EXIT } from './exit.ts';
import { untilItWorks } from './patience.ts';

const WITHIN_MS = 60_000;

/** The command `setup`: registers search attributes and Schedules, prints what it did, and ends with an exit code of `EXIT`. */
async function setUp(): Promise<number> {
  const { config } = await openConfig(processProviders, { part: 'worker' });
  const logger = createLogger({ ...config, logLevel: config.logLevel === 'info' ? 'warn' : config.logLevel }, 'setup');
  const { signal } = new AbortController();
  const what = `reach Temporal at ${config.temporal.address}, namespace ${config.temporal.namespace}`;
  const client = await untilItWorks(() => connectClient(config), { what, logger, signal, withinMs: WITHIN_MS });
  try {
    const done = await untilItWorks(() => prepareNamespace(client, logger), { what, logger, signal, withinMs: WITHIN_MS });
    process.stdout.write(done.length === 0 ? 'up to date\n' : `${done.join('\n')}\n`);
  } finally {
    await client.connection.close();
  }
  return EXIT.ok;
}

process.exitCode = await setUp().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return error instanceof ConfigError ? EXIT.configuration : EXIT.temporal;
});
