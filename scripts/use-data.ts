/*
 * Loaded before the commands that run beside a start (`node --import`): when this folder has an installation of its
 * own (`npm start` made it) and no other Postgres or Temporal is named, they use the embedded ones.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { givenSettings } from './environment.ts';
import { parseSecrets } from './parts/secrets.ts';
import { effectiveSettings, planStart } from './start/plan.ts';

const given = givenSettings(process.env);
const plan = planStart(given, { demo: false, verbose: false, help: false, port: null, data: null });
const file = path.join(plan.dataFolder, 'secrets.json');
if (existsSync(file)) {
  const secrets = parseSecrets(readFileSync(file, 'utf8'), file);
  const embedded = [plan.postgres && 'postgres', plan.temporal && 'temporal'].filter(Boolean).join(' ');
  Object.assign(process.env, effectiveSettings(given, plan, secrets).values, { DISPATCH_EMBEDDED: embedded });
}
