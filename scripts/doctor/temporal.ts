import type { Client } from '@temporalio/client';
import type { Config } from '../../config/load.ts';
import { connectClient } from '../../worker/prepare.ts';
import { SCHEDULE_IDS } from '../../worker/schedules.ts';
import { SEARCH_ATTRIBUTES } from '../../workflows/attributes.ts';
import { INCIDENTS_QUEUE, INTEGRATIONS_QUEUE } from '../../workflows/ids.ts';
import { fault, ok, reasonOf, warning, within } from './finding.ts';
import type { Finding } from './finding.ts';

const KEYWORD = 2;
/** `TASK_QUEUE_TYPE_WORKFLOW` and `TASK_QUEUE_TYPE_ACTIVITY` of Temporal's API. */
const WORKFLOWS = 1;
const ACTIVITIES = 2;
const ANSWER_MS = 5_000;

/** Temporal: reachable, namespace there, search attributes and Schedules as this version wants them, workers polling. */
export async function checkTemporal(config: Config, embedded: boolean): Promise<Finding[]> {
  const { address, namespace } = config.temporal;
  let client: Client;
  try {
    client = await connectClient(config);
  } catch (error) {
    const remedy = embedded
      ? 'npm start runs the embedded one; or set TEMPORAL_ADDRESS'
      : 'start the server, or correct TEMPORAL_ADDRESS and the TEMPORAL_TLS settings';
    return [fault('Temporal', `nothing usable at ${address} (${reasonOf(error)})`, remedy)];
  }
  try {
    const server = await checkNamespace(client, address);
    if (server.state === 'fault') return [server];
    const rest = [checkSearchAttributes(client), checkSchedules(client), checkWorkers(client)];
    return [server, ...(await Promise.all(rest))];
  } catch (error) {
    return [
      fault('Temporal', `${address}, namespace ${namespace}: ${reasonOf(error)}`, "see the server's log"),
    ];
  } finally {
    await client.connection.close();
  }
}

async function checkNamespace(client: Client, address: string): Promise<Finding> {
  const { namespace } = client.options;
  const since = performance.now();
  try {
    await within(ANSWER_MS, client.workflowService.describeNamespace({ namespace }));
  } catch (error) {
    const remedy = `temporal operator namespace create --namespace ${namespace} --retention 720h, or correct TEMPORAL_NAMESPACE`;
    return fault('Temporal', `${address}: no namespace ${namespace} (${reasonOf(error)})`, remedy);
  }
  return ok(
    'Temporal',
    `${address}, namespace ${namespace}, answers in ${Math.round(performance.now() - since)} ms`,
  );
}

async function checkSearchAttributes(client: Client): Promise<Finding> {
  const { namespace } = client.options;
  const { customAttributes } = await within(
    ANSWER_MS,
    client.connection.operatorService.listSearchAttributes({ namespace }),
  );
  const types: Record<string, number | undefined> = customAttributes;
  const missing = SEARCH_ATTRIBUTES.filter((name) => types[name] !== KEYWORD);
  if (missing.length === 0) return ok('Search attributes', SEARCH_ATTRIBUTES.join(', '));
  return fault('Search attributes', `${missing.join(', ')} not registered as Keyword`, 'npx dispatch setup');
}

async function checkSchedules(client: Client): Promise<Finding> {
  const there: string[] = [];
  const paused: string[] = [];
  for await (const { scheduleId, state } of client.schedule.list()) {
    if (!SCHEDULE_IDS.includes(scheduleId)) continue;
    there.push(scheduleId);
    if (state.paused) paused.push(scheduleId);
  }
  const missing = SCHEDULE_IDS.filter((id) => !there.includes(id));
  if (missing.length > 0) return fault('Schedules', `${missing.join(', ')} not there`, 'npx dispatch setup');
  if (paused.length > 0)
    return warning('Schedules', `${paused.join(', ')} paused`, "unpause in Temporal's UI");
  return ok('Schedules', there.sort().join(', '));
}

async function checkWorkers(client: Client): Promise<Finding> {
  const wanted = [
    { queue: INCIDENTS_QUEUE, kind: WORKFLOWS, what: 'workflows' },
    { queue: INCIDENTS_QUEUE, kind: ACTIVITIES, what: 'activities' },
    { queue: INTEGRATIONS_QUEUE, kind: ACTIVITIES, what: 'activities' },
  ];
  const counts = await Promise.all(wanted.map(({ queue, kind }) => pollersOf(client, queue, kind)));
  const idle = wanted.filter((_, at) => counts[at] === 0).map(({ queue, what }) => `${queue} (${what})`);
  if (idle.length > 0)
    return fault('Workers', `nobody polls ${idle.join(', ')}`, 'npx dispatch worker, or npm start');
  return ok('Workers', wanted.map(({ queue, what }, at) => `${queue} ${what}: ${counts[at]}`).join(', '));
}

/** How many workers asked for this kind of work within the last 75 seconds; a worker asks at least once a minute. */
async function pollersOf(client: Client, name: string, kind: number): Promise<number> {
  const { namespace } = client.options;
  const { pollers } = await within(
    ANSWER_MS,
    // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the enum is in a package that is not ours to import.
    client.workflowService.describeTaskQueue({ namespace, taskQueue: { name }, taskQueueType: kind }),
  );
  const recent = (pollers ?? []).filter(({ lastAccessTime }) => {
    return Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1000 < 75_000;
  });
  return recent.length;
}
