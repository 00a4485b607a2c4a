import { openConfig } from '../config/load.ts';
import { connect } from '../models/connect.ts';
import { seedDemo } from '../models/demo/index.ts';
import { migrateUp } from '../models/migrator.ts';
import { ensureFoundation } from '../models/seed.ts';
import { processProviders } from '../plugins/process.ts';
import { createReporter } from './setup/console.mjs';
import { EXIT } from './setup/fault.mjs';
import { explain } from './explain.ts';

const reporter = createReporter();
process.exitCode = await migrate(process.argv.includes('--demo')).catch((error: unknown) =>
  explain(error, reporter),
);

/** Brings the database up to date and puts into an empty one what an installation needs; prints what it did. */
async function migrate(demo: boolean): Promise<number> {
  const { database } = (await openConfig(processProviders, { part: 'migrate' })).config;
  const { applied } = await migrateUp(database);
  for (const name of applied) process.stdout.write(`applied ${name}\n`);
  const db = connect(database);
  try {
    const { slug, created } = await ensureFoundation(db);
    const notes = [
      applied.length === 0 ? 'up to date' : `${applied.length} migration${applied.length === 1 ? '' : 's'}`,
    ];
    if (created) notes.push(`organization ${slug} created`);
    if (demo) notes.push(await seed(db));
    process.stdout.write(`${notes.join(', ')}\n`);
  } finally {
    await db.close();
  }
  return EXIT.ok;
}

async function seed(db: ReturnType<typeof connect>): Promise<string> {
  const result = await seedDemo(db, { onProgress: (text) => process.stdout.write(`${text}\n`) });
  return result === null ? 'no demo: the database is not empty' : `${result.incidents} demo incidents`;
}
