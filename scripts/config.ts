import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadHints, readSettings } from '../config/load.ts';
import { checkSettings } from './check-settings.ts';
import { forProcesses, givenSettings } from './environment.ts';
import { explain } from './explain.ts';
import { generateSecrets, parseSecrets } from './parts/secrets.ts';
import { createReporter } from './setup/console.mjs';
import { EXIT } from './setup/fault.mjs';
import { effectiveSettings, planStart } from './start/plan.ts';

const reporter = createReporter();

/** Prints every setting in force, secrets masked, and where it comes from; then what is wrong with them. */
async function main(json: boolean): Promise<number> {
  const given = await givenSettings(process.env);
  const plan = planStart(given, { demo: false, verbose: false, help: false, port: null, data: null });
  const file = path.join(plan.dataFolder, 'secrets.json');
  const kept = existsSync(file) ? parseSecrets(readFileSync(file, 'utf8'), file) : null;
  // What the first `npm start` would generate; shown masked.
  const secrets = kept ?? (plan.postgres === null ? null : generateSecrets());
  const effective = effectiveSettings(given, plan, secrets);
  const { values, origins } = effective;
  const rows = readSettings(values, { envFile: null }).map(({ key, value, secret }) => {
    return { key, value, secret, source: origins[key] ?? 'default' };
  });
  if (json) {
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  } else {
    for (const { key, value, source } of rows) {
      const shown = value === '' ? reporter.paint.dim('(empty)') : value;
      const from = source === 'default' ? '' : reporter.paint.dim(`  ← ${source}`);
      reporter.line(`  ${key.padEnd(40)} ${shown}${from}`);
    }
    for (const hint of [...given.hints, ...loadHints(values, { envFile: null })]) reporter.warn(hint);
  }
  await checkSettings(forProcesses(effective), given.problems);
  return EXIT.ok;
}

try {
  process.exitCode = await main(process.argv.includes('--json'));
} catch (error) {
  process.exitCode = explain(error, createReporter({ stream: process.stderr }));
}
