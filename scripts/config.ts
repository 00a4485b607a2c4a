import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadConfig, loadHints, readSettings } from '../config/load.ts';
import { givenSettings } from './environment.ts';
import { explain } from './explain.ts';
import { generateSecrets, parseSecrets } from './parts/secrets.ts';
import { createReporter } from './setup/console.mjs';
import { EXIT } from './setup/fault.mjs';
import { effectiveSettings, planStart } from './start/plan.ts';

const reporter = createReporter();

/** Prints every setting in force, secrets masked, and where it comes from; then what is wrong with them. */
function main(json: boolean): number {
  const given = givenSettings(process.env);
  const plan = planStart(given, { demo: false, verbose: false, help: false, port: null, data: null });
  const file = path.join(plan.dataFolder, 'secrets.json');
  const kept = existsSync(file) ? parseSecrets(readFileSync(file, 'utf8'), file) : null;
  // What the first `npm start` would generate; shown masked.
  const secrets = kept ?? (plan.postgres === null ? null : generateSecrets());
  const { values, origins } = effectiveSettings(given, plan, secrets);
  const rows = readSettings(values, { envFile: null }).map(({ key, value, secret }) => {
    return { key, value, secret, source: origins[key] ?? 'default' };
  });
  if (json) {
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  } else {
    for (const { key, value, source } of rows) {
      const shown = value === '' ? reporter.paint.dim('(empty)') : value;
      const where = source === 'default' ? reporter.paint.dim(source) : source;
      reporter.line(
        `  ${key.padEnd(40)} ${where.padEnd(source === 'default' ? 12 + where.length - 7 : 12)} ${shown}`,
      );
    }
    for (const hint of loadHints(values, { envFile: null })) reporter.warn(hint);
  }
  loadConfig(values, { envFile: null });
  return EXIT.ok;
}

try {
  process.exitCode = main(process.argv.includes('--json'));
} catch (error) {
  process.exitCode = explain(error, createReporter({ stream: process.stderr }));
}
