import path from 'node:path';
import type { Reporter } from '../setup/console.mjs';
import { temporalCli } from '../temporal.mjs';
import { pickJson, pickPostgres, pickTemporal } from '../parts/log-lines.ts';
import type { PickLine } from '../parts/log-lines.ts';
import { openLog } from '../parts/logs.ts';
import type { PartLog } from '../parts/logs.ts';
import type { Part } from '../parts/part.ts';
import { createPostgres } from '../parts/postgres.ts';
import type { Secrets } from '../parts/secrets.ts';
import { createService } from '../parts/service.ts';
import { createTemporal } from '../parts/temporal.ts';
import type { DemoSlackPlan } from './demo-slack.ts';
import type { StartPlan } from './plan.ts';

/** What the parts of a start are made from. */
export interface PartsInput {
  readonly plan: StartPlan;
  readonly env: NodeJS.ProcessEnv;
  readonly secrets: Secrets | null;
  /** Null without `--demo`. */
  readonly demoSlack: DemoSlackPlan | null;
  readonly reporter: Reporter;
  readonly verbose: boolean;
  /** Aborted when everything is to stop; what parts complain about from then on is of no interest. */
  readonly signal: AbortSignal;
}

/** Makes the logs of a start: one file a part, warnings and errors in front of people, everything when verbose. */
export function logsFor({
  plan,
  reporter,
  verbose,
  signal,
}: PartsInput): (name: string, pick?: PickLine) => PartLog {
  const folder = path.join(plan.dataFolder, 'logs');
  return (name, pick = pickJson) =>
    openLog({
      folder,
      name,
      pick: verbose ? (line) => line : pick,
      show: (text) => {
        if (verbose || !signal.aborted) reporter.warn(`${reporter.paint.dim(name.padEnd(8))} ${text}`);
      },
    });
}

/** The embedded Postgres of the plan, or null when there is another. */
export async function postgresOf(input: PartsInput): Promise<Part | null> {
  const { plan, secrets } = input;
  if (plan.postgres === null || secrets === null) return null;
  return createPostgres({
    folder: path.join(plan.dataFolder, 'postgres'),
    port: plan.postgres.port,
    password: secrets.databasePassword,
    log: logsFor(input)('postgres', pickPostgres),
    durable: true,
  });
}

/** The embedded Temporal server of the plan, or null when there is another; fetches the CLI when it is missing. */
export async function temporalOf(input: PartsInput): Promise<Part | null> {
  const { plan, reporter } = input;
  if (plan.temporal === null) return null;
  return createTemporal({
    ...plan.temporal,
    cli: await temporalCli(reporter),
    file: path.join(plan.dataFolder, 'temporal.db'),
    log: logsFor(input)('temporal', pickTemporal),
  });
}

/** Worker and API of the plan. */
export function servicesOf(input: PartsInput): { worker: Part; api: Part } {
  const { plan, env } = input;
  const log = logsFor(input);
  return {
    worker: createService({
      name: 'worker',
      title: 'Worker',
      entry: 'worker/main.ts',
      env,
      readyAddress: `http://127.0.0.1:${plan.workerHealthPort}/readyz`,
      log: log('worker'),
    }),
    api: createService({
      name: 'api',
      title: 'API',
      entry: 'api/main.ts',
      env,
      readyAddress: `http://127.0.0.1:${plan.port}/readyz`,
      log: log('api'),
    }),
  };
}

/** The stand-in for Slack of a demo, or null. */
export function demoSlackOf(input: PartsInput): Part | null {
  const { env, demoSlack } = input;
  if (demoSlack === null) return null;
  return createService({
    name: 'slack',
    title: 'Stand-in for Slack',
    entry: 'scripts/demo-slack.ts',
    env: { ...env, ...demoSlack.env },
    readyAddress: demoSlack.url,
    log: logsFor(input)('slack'),
  });
}
