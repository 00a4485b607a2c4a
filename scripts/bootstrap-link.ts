import { createBootstrapLink } from '../api/bootstrap-link.ts';
import { openConfig } from '../config/load.ts';
import { connect } from '../models/connect.ts';
import { processProviders } from '../plugins/process.ts';
import { explain } from './explain.ts';
import { createReporter } from './setup/console.mjs';
import { EXIT } from './setup/fault.mjs';

const reporter = createReporter({ stream: process.stderr });
process.exitCode = await main().catch((error: unknown) => explain(error, reporter));

/** Prints the one-time link of the first administrator, or nothing when there is one or authentication is off. */
async function main(): Promise<number> {
  const { config } = await openConfig(processProviders);
  const db = connect(config.database, { poolSize: 1, applicationName: 'dispatch bootstrap-link' });
  try {
    const link = await createBootstrapLink(db, config);
    if (link !== null) process.stdout.write(`${link}\n`);
  } finally {
    await db.close();
  }
  return EXIT.ok;
}
