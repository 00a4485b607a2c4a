/*
 * Loaded before the commands that run beside a start (`node --import`): when this folder has an installation of its
 * own (`npm start` made it) and no other Postgres or Temporal is named, they use the embedded ones.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { forProcesses, givenSettings } from './environment.ts';
import { parseSecrets } from './parts/secrets.ts';
import { effectiveSettings, planStart } from './start/plan.ts';

const given = await givenSettings(process.env);
const plan = planStart(given, { demo: false, verbose: false, help: false, port: null, data: null });
const file = path.join(plan.dataFolder, 'secrets.json');
// What is wrong with the settings says the command itself, which reads them too.
if (existsSync(file) && given.problems.length === 0) {
  const secrets = parseSecrets(readFileSync(file, 'utf8'), file);
  const embedded = [plan.postgres && 'postgres', plan.temporal && 'temporal'].filter(Boolean).join(' ');
  const values = forProcesses(effectiveSettings(given, plan, secrets));
  for (const name of Object.keys(process.env)) if (!(name in values)) delete process.env[name];
  Object.assign(process.env, values, { DISPATCH_EMBEDDED: embedded });
}
