import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection, ScheduleOverlapPolicy, WithStartWorkflowOperation } from '@temporalio/client';
import { WorkflowNotFoundError, type Workflow } from '@temporalio/common';
import type { Logger } from 'pino';
import type { TemporalSettings } from '../config/config.ts';
import { connectionOptions, dataConverter } from '../config/temporal.ts';
import { DomainError } from '../domain/errors.ts';
import type { Command, CommandResult } from '../domain/incident/commands.ts';
import type { IncidentState } from '../domain/incident/state.ts';
import { commandUpdates, incidentSignals, postmortemUpdates } from '../workflows/incident/messages.ts';
import { incidentWorkflowId, postmortemWorkflowId, sweepWorkflowId } from '../workflows/ids.ts';
import { INCIDENT_WORKFLOW, incidentStart } from '../workflows/start-options.ts';
import type { CommandGateway, EngineHealth } from './gateway.ts';
import { reasonOf } from './reason.ts';
import { runSchedule, scheduleState } from './temporal-schedules.ts';
import { outageProblem } from './outage-problem.ts';
import { grpcCode, isBetweenRuns, isOutage, mayTryAgain, refusalOf } from './temporal-errors.ts';

const COMMAND_MS = 10_000;
// While the engine is known to be away, people should not wait for that to be found out again.
const COMMAND_WHEN_DOWN_MS = 2_500;
const SLOW_MS = 1_000;
const MOST_TRIES = 5;
const START_MS = 5_000;
const HEALTH_MS = 1_500;
const HEALTH_AGE_MS = 5_000;
// gRPC waits up to two minutes between tries to connect, far longer than people wait for Temporal to come back. Its own retries of calls are left out:
// they go on behind a command that was given up, also after the connection is closed.
const CHANNEL = { 'grpc.initial_reconnect_backoff_ms': 250, 'grpc.max_reconnect_backoff_ms': 1_000 };
const ACTIVITY_EVERY_MS = 5 * 60_000;
// Numbers of gRPC's status codes.
const CANCELLED = 1;
const DEADLINE_EXCEEDED = 4;
const NOT_FOUND = 5;

interface Parts {
  connection: Connection;
  client: Client;
  settings: TemporalSettings;
  logger: Logger;
  stateOf(incidentId: string): Promise<IncidentState>;
  health: { ok: boolean; at: number };
  isAsking: boolean;
  activity: Map<string, number>;
}

function note(parts: Parts, ok: boolean): void {
  if (parts.health.ok !== ok) parts.logger[ok ? 'info' : 'warn']({ address: parts.settings.address }, ok ? 'Temporal answers' : 'Temporal does not answer');
  parts.health = { ok, at: Date.now() };
}

// A server that is gone looks like a slow one until the deadline; asking it something easy after a moment tells them apart.
async function watched<T>(parts: Parts, work: () => Promise<T>): Promise<T> {
  const gone = new AbortController();
  const given = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    void ping(parts).then((ok) => {
      if (ok) return;
      gone.abort();
      given.reject(outageProblem(false));
    });
  }, SLOW_MS);
  try {
    return await Promise.race([parts.connection.withAbortSignal(gone.signal, work), given.promise]);
  } finally {
    clearTimeout(timer);
  }
}

// Commands that arrive between two runs of a workflow (continued as new, just completed) reach the next one.
async function attempt<T>(parts: Parts, work: (tries: number) => Promise<T>): Promise<T> {
  const limit = parts.health.ok ? COMMAND_MS : COMMAND_WHEN_DOWN_MS;
  for (let tries = 1; ; tries += 1) {
    try {
      const result = await parts.connection.withDeadline(Date.now() + limit, () => watched(parts, () => work(tries)));
      note(parts, true);
      return result;
    } catch (error) {
      if (!mayTryAgain(error) || tries === MOST_TRIES) throw explain(parts, error);
      await sleep((isBetweenRuns(error) ? 40 : 150) * tries);
    }
  }
}

// Nearly always the workflow runs and a plain update is enough; one that never started, or has ended, is started by the command itself.
async function send(parts: Parts, incidentId: string, command: Command): Promise<CommandResult> {
  const { workflow } = parts.client;
  const update = commandUpdates[command.name].name;
  const options = { args: [command] as [Command], updateId: command.commandId };
  return attempt(parts, async (tries) => {
    if (tries === 1) return workflow.getHandle(incidentWorkflowId(incidentId)).executeUpdate<CommandResult, [Command]>(update, options);
    const startWorkflowOperation = new WithStartWorkflowOperation(INCIDENT_WORKFLOW, incidentStart(await parts.stateOf(incidentId)));
    return workflow.executeUpdateWithStart<Workflow, CommandResult, [Command]>(update, { ...options, startWorkflowOperation });
  });
}

function explain(parts: Parts, error: unknown): unknown {
  if (error instanceof DomainError) return error;
  const refusal = refusalOf(error);
  if (refusal) return refusal;
  // Commands start their incident's owner, so only a postmortem can be missing.
  if (error instanceof WorkflowNotFoundError || grpcCode(error) === NOT_FOUND) return new DomainError('not-allowed-now', 'There is no open postmortem: it begins when a closed incident goes into review, and ends when it is published.');
  if (!isOutage(error)) return error;
  // A deadline that passes while the connection stands means: the server took the command, but no worker answered it. Who notices the deadline first, we
  // or the server, decides between the two codes.
  const code = grpcCode(error);
  const reached = (code === DEADLINE_EXCEEDED || code === CANCELLED) && parts.health.ok;
  if (!reached) note(parts, false);
  parts.logger.warn({ reason: reasonOf(error) }, 'a command was not answered');
  return outageProblem(reached);
}

async function start(parts: Parts, state: IncidentState): Promise<{ runId: string } | null> {
  try {
    const handle = await parts.connection.withDeadline(Date.now() + START_MS, () => parts.client.workflow.start(INCIDENT_WORKFLOW, incidentStart(state)));
    note(parts, true);
    return { runId: handle.firstExecutionRunId };
  } catch (error) {
    if (isOutage(error)) note(parts, false);
    parts.logger.warn({ reason: reasonOf(error), incidentId: state.id }, 'the workflow of a declared incident could not be started; the sweep will start it');
    return null;
  }
}

// Deciding needs only "somebody was active lately", so a few signals an hour are enough; a message each would fill the workflow's history.
function noteActivity(parts: Parts, incidentId: string): void {
  const now = Date.now();
  if (now - (parts.activity.get(incidentId) ?? 0) < ACTIVITY_EVERY_MS) return;
  if (parts.activity.size > 10_000) parts.activity.clear();
  parts.activity.set(incidentId, now);
  const handle = parts.client.workflow.getHandle(incidentWorkflowId(incidentId));
  const at = new Date(now).toISOString();
  parts.connection.withDeadline(now + START_MS, () => handle.signal(incidentSignals.activityNoted, { at })).catch((error: unknown) => parts.logger.debug({ err: error, incidentId }, 'activity was not noted'));
}

// The Schedule of the sweep is ours to trigger; a run that is under way is followed by one more, which finds what came meanwhile.
function sendMail(parts: Parts): void {
  const sweep = parts.client.schedule.getHandle(sweepWorkflowId('tidy'));
  parts.connection
    .withDeadline(Date.now() + START_MS, () => sweep.trigger(ScheduleOverlapPolicy.BUFFER_ONE))
    .catch((error: unknown) => parts.logger.debug({ err: error }, 'waiting mail is sent by the next sweep'));
}

async function ping(parts: Parts): Promise<boolean> {
  try {
    await parts.connection.withDeadline(Date.now() + HEALTH_MS, () => parts.connection.workflowService.getSystemInfo({}));
    note(parts, true);
  } catch {
    note(parts, false);
  }
  return parts.health.ok;
}

const isOld = (parts: Parts): boolean => Date.now() - parts.health.at > HEALTH_AGE_MS;

function healthText(parts: Parts): EngineHealth {
  const { address } = parts.settings;
  return parts.health.ok ? { ok: true, detail: `answers at ${address}` } : { ok: false, detail: `does not answer at ${address}: incidents can be declared and read, their automation waits` };
}

async function checkHealth(parts: Parts): Promise<EngineHealth> {
  if (!parts.health.ok || isOld(parts)) await ping(parts);
  return healthText(parts);
}

function lastHealth(parts: Parts): EngineHealth {
  if (isOld(parts) && !parts.isAsking) {
    parts.isAsking = true;
    void ping(parts).finally(() => (parts.isAsking = false));
  }
  return healthText(parts);
}

/** The gateway to Temporal. Connects when first needed and again by itself, so that nothing waits for Temporal at start. `stateOf` reads an incident's stored state, for starting its workflow. */
export function createTemporalGateway(settings: TemporalSettings, { logger, stateOf }: Pick<Parts, 'logger' | 'stateOf'>): CommandGateway {
  const connection = Connection.lazy({ ...connectionOptions(settings), channelArgs: CHANNEL, interceptors: [] });
  const client = new Client({ connection, namespace: settings.namespace, dataConverter: dataConverter(settings) });
  const parts: Parts = { connection, client, settings, logger, stateOf, health: { ok: true, at: 0 }, isAsking: false, activity: new Map() };
  return {
    send: (incidentId, command) => send(parts, incidentId, command),
    postmortem(incidentId, { name, ...request }) {
      const handle = client.workflow.getHandle(postmortemWorkflowId(incidentId));
      return attempt(parts, () => handle.executeUpdate<{ version: number }, [typeof request]>(postmortemUpdates[name].name, { updateId: request.commandId, args: [request] }));
    },
    start: (state) => start(parts, state),
    sendMail: () => sendMail(parts),
    noteActivity: (incidentId) => noteActivity(parts, incidentId),
    runSchedule: (id) => runSchedule(parts, id),
    scheduleState: (id) => scheduleState(parts, id),
    lastHealth: () => lastHealth(parts),
    health: () => checkHealth(parts),
    close: () => connection.close(),
  };
}
