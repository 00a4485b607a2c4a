import { fileURLToPath } from 'node:url';
import { type Client, WithStartWorkflowOperation, type WorkflowHandle } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger, type NativeConnection, Runtime, Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import type { Command, CommandResult } from '../../../domain/incident/commands.ts';
import type { EventData } from '../../../domain/incident/events.ts';
import type { IncidentState } from '../../../domain/incident/state.ts';
import { temporalCli, temporalTestServer } from '../../../scripts/temporal.mjs';
import { SEARCH_ATTRIBUTES } from '../../../workflows/attributes.ts';
import { incidentWorkflowId, INCIDENTS_QUEUE, INTEGRATIONS_QUEUE } from '../../../workflows/ids.ts';
import { commandUpdates, incidentQueries, type StepReport } from '../../../workflows/incident/messages.ts';
import { INCIDENT_WORKFLOW, incidentStart } from '../../../workflows/start-options.ts';
import { command, declaration } from '../../support/incident-builders.ts';
import { createFakeWorld, type FakeWorld } from './fake-activities.ts';

/** The bundle's entry. */
export const WORKFLOWS_PATH = fileURLToPath(new URL('../../../workflows/index.ts', import.meta.url));

/** A running time-skipping server, a worker with the real workflows, and a fake world around them. */
export interface Harness {
  env: TestWorkflowEnvironment;
  client: Client;
  world: FakeWorld;
  bundle: WorkflowBundleWithSourceMap;
  /** The server's time as ISO; jumps when time is skipped. */
  now(): Promise<string>;
  /** Lets the server's time pass. */
  pass(milliseconds: number): Promise<void>;
  /** Declares an incident in the fake database and starts its workflow. */
  declare(overrides?: Partial<EventData['incident.declared']>): Promise<RunningIncident>;
  /** An incident of the fake database whose workflow may not run. */
  attach(incidentId: string): RunningIncident;
  /** Stops the workers and starts others, which remember nothing. */
  restartWorkers(options?: WorkerSettings): Promise<void>;
  stop(): Promise<void>;
}

/** One incident under test. */
export interface RunningIncident {
  id: string;
  handle: WorkflowHandle;
  /** Sends a command as the API does: starting the workflow when there is none. */
  send(command: Command): Promise<CommandResult>;
  steps(): Promise<Record<string, StepReport>>;
  stored(): IncidentState;
  /** Waits (in real time, without skipping) until the stored state is as asked. */
  until(what: string, test: (state: IncidentState) => boolean): Promise<IncidentState>;
}

/** How many workflows a worker keeps in memory; with 0 it goes through the history at every step. */
interface WorkerSettings {
  maxCachedWorkflows?: number;
}

/** Starts everything; takes about two seconds. Time does not skip on the dev server, which does what the test server cannot: suggest to continue as new. */
export async function startHarness(server: 'time-skipping' | { suggestContinueAsNewAt: number } = 'time-skipping'): Promise<Harness> {
  quiet();
  const env = server === 'time-skipping' ? await timeSkipping() : await devServer(server.suggestContinueAsNewAt);
  await env.connection.operatorService.addSearchAttributes({ namespace: env.namespace ?? 'default', searchAttributes: Object.fromEntries(SEARCH_ATTRIBUTES.map((name) => [name, 2])) });
  const bundle = await bundleWorkflowCode({ workflowsPath: WORKFLOWS_PATH, logger: new DefaultLogger('ERROR') });
  const world = createFakeWorld();
  const { client } = env;
  let stopWorkers = await runWorkers(env.nativeConnection, { bundle, world });
  const now = async () => new Date(await env.currentTimeMs()).toISOString();
  return {
    env,
    client,
    world,
    bundle,
    now,
    pass: (milliseconds) => env.sleep(milliseconds),
    async declare(overrides = {}) {
      const state = world.store(declaration(overrides, await now()));
      await client.workflow.start(INCIDENT_WORKFLOW, incidentStart(state));
      return running({ client, world, id: state.id });
    },
    attach: (id) => running({ client, world, id }),
    async restartWorkers(options = {}) {
      await stopWorkers();
      stopWorkers = await runWorkers(env.nativeConnection, { bundle, world, ...options });
    },
    async stop() {
      await stopWorkers();
      await env.teardown();
    },
  };
}

async function timeSkipping(): Promise<TestWorkflowEnvironment> {
  return TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path: await temporalTestServer() } } });
}

async function devServer(suggestAt: number): Promise<TestWorkflowEnvironment> {
  const extraArgs = ['--dynamic-config-value', `limit.historyCount.suggestContinueAsNew=${suggestAt}`];
  return TestWorkflowEnvironment.createLocal({ server: { executable: { type: 'existing-path', path: await temporalCli() }, ui: false, log: { level: 'error', format: 'pretty' }, extraArgs } });
}

function quiet(): void {
  try {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
  } catch {
    // Another test file of this process has installed it.
  }
}

/** Runs the two workers of the product on a connection. */
export async function runWorkers(connection: NativeConnection, { bundle, world, maxCachedWorkflows }: { bundle: WorkflowBundleWithSourceMap; world: FakeWorld } & WorkerSettings): Promise<() => Promise<void>> {
  const activities = { ...world.activities };
  const shared = { connection, activities, shutdownGraceTime: 1000 };
  const owners = await Worker.create({ ...shared, taskQueue: INCIDENTS_QUEUE, workflowBundle: bundle, ...(maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows }) });
  const hands = await Worker.create({ ...shared, taskQueue: INTEGRATIONS_QUEUE });
  const done = [owners.run(), hands.run()];
  return async () => {
    owners.shutdown();
    hands.shutdown();
    await Promise.all(done);
  };
}

function running({ client, world, id }: { client: Client; world: FakeWorld; id: string }): RunningIncident {
  const handle = client.workflow.getHandle(incidentWorkflowId(id));
  return {
    id,
    handle,
    send(request) {
      const startWorkflowOperation = new WithStartWorkflowOperation(INCIDENT_WORKFLOW, incidentStart(world.of(id).state));
      return client.workflow.executeUpdateWithStart(commandUpdates[request.name].name, { args: [request], updateId: request.commandId, startWorkflowOperation });
    },
    async steps() {
      const steps = await handle.query(incidentQueries.getSteps);
      return Object.fromEntries(steps.map((s) => [s.id, s]));
    },
    stored: () => world.of(id).state,
    async until(what, test) {
      const deadline = Date.now() + 15_000;
      while (!test(world.of(id).state)) {
        if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}: ${JSON.stringify({ stage: world.of(id).state.stage, steps: world.of(id).state.steps })}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return world.of(id).state;
    },
  };
}

/** True when every step has ended. */
export function isProvisioned(state: IncidentState): boolean {
  const states = Object.values(state.steps).map((s) => s.state);
  return states.length > 0 && states.every((s) => s !== 'pending');
}

/** A stage change by Nadia. */
export function toStage(stage: IncidentState['stage']): Command<'changeStage'> {
  return command('changeStage', { stage, reason: null });
}
