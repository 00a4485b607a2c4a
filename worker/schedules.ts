import { type Client, ScheduleAlreadyRunning, type ScheduleDescription, ScheduleNotFoundError, ScheduleOverlapPolicy, type ScheduleOptions } from '@temporalio/client';
import { msToNumber } from '@temporalio/common/lib/time.js';
import { HOUR, MINUTE, SECOND } from '../domain/time.ts';
import { COST_WORKFLOW_ID, INCIDENTS_QUEUE, WORKFLOW_TYPES, sweepWorkflowId } from '../workflows/ids.ts';

/** A Schedule of ours; id and workflow id are the same, times in milliseconds. */
interface Plan {
  id: string;
  workflowType: string;
  every: number;
  catchupWindow: number;
  /** A run that takes longer is ended, so that one stuck run never stops the Schedule for good. */
  timeout: number;
  summary: string;
}

const PLANS: readonly Plan[] = [
  { id: COST_WORKFLOW_ID, workflowType: WORKFLOW_TYPES.cost, every: 5 * MINUTE, catchupWindow: 10 * MINUTE, timeout: HOUR, summary: 'Recalculates the cost of every incident' },
  { id: sweepWorkflowId('start-missing'), workflowType: WORKFLOW_TYPES.startMissing, every: 30 * SECOND, catchupWindow: MINUTE, timeout: 10 * MINUTE, summary: 'Starts the workflows of incidents that were declared while Temporal was away' },
  { id: sweepWorkflowId('tidy'), workflowType: WORKFLOW_TYPES.tidy, every: MINUTE, catchupWindow: MINUTE, timeout: 30 * MINUTE, summary: 'Sends mail that stayed behind and prunes what is no longer needed' },
  { id: sweepWorkflowId('privacy'), workflowType: WORKFLOW_TYPES.privacy, every: MINUTE, catchupWindow: MINUTE, timeout: 30 * MINUTE, summary: 'Erases data of people who asked for it and purges incidents whose time is over' },
];

/** Ids of the Schedules of this version. */
export const SCHEDULE_IDS: readonly string[] = PLANS.map((plan) => plan.id);

const OURS = { managedBy: 'dispatch' };

/** What a reconciliation did, by Schedule id. */
export interface Reconciled {
  created: string[];
  updated: string[];
  deleted: string[];
}

/** Makes the Schedules of this version be there: creates, changes those that differ, deletes ours that are no more, leaves equal ones alone. Whether people paused one is kept. */
export async function reconcileSchedules(client: Client): Promise<Reconciled> {
  const done: Reconciled = { created: [], updated: [], deleted: [] };
  for (const plan of PLANS) {
    const handle = client.schedule.getHandle(plan.id);
    const present = await handle.describe().catch(ignoreMissing);
    if (present === null) {
      if (await create(client, plan)) done.created.push(plan.id);
    } else if (!isEqual(present, plan)) {
      await handle.update((previous) => ({ ...optionsOf(plan), state: { paused: previous.state.paused, ...(previous.state.note === undefined ? {} : { note: previous.state.note }) } }));
      done.updated.push(plan.id);
    }
  }
  for await (const { scheduleId, memo } of client.schedule.list()) {
    if (memo?.['managedBy'] !== OURS.managedBy || PLANS.some((p) => p.id === scheduleId)) continue;
    await client.schedule.getHandle(scheduleId).delete().catch(ignoreMissing);
    done.deleted.push(scheduleId);
  }
  return done;
}

function optionsOf(plan: Plan): Omit<ScheduleOptions, 'scheduleId'> {
  return {
    spec: { intervals: [{ every: plan.every }] },
    action: { type: 'startWorkflow', workflowType: plan.workflowType, workflowId: plan.id, taskQueue: INCIDENTS_QUEUE, args: [], workflowExecutionTimeout: plan.timeout, staticSummary: plan.summary },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: plan.catchupWindow },
    memo: OURS,
  };
}

/** False when another process made it in the same moment. */
async function create(client: Client, plan: Plan): Promise<boolean> {
  try {
    await client.schedule.create({ scheduleId: plan.id, ...optionsOf(plan) });
    return true;
  } catch (error) {
    if (error instanceof ScheduleAlreadyRunning) return false;
    throw error;
  }
}

function isEqual(present: ScheduleDescription, plan: Plan): boolean {
  const { spec, action, policies } = present;
  const [interval, ...others] = spec.intervals ?? [];
  return (
    others.length === 0 &&
    (spec.calendars ?? []).length === 0 &&
    interval?.every === plan.every &&
    action.workflowType === plan.workflowType &&
    action.taskQueue === INCIDENTS_QUEUE &&
    action.workflowId === plan.id &&
    (action.args ?? []).length === 0 &&
    action.workflowExecutionTimeout !== undefined &&
    msToNumber(action.workflowExecutionTimeout) === plan.timeout &&
    action.staticSummary === plan.summary &&
    policies.overlap === ScheduleOverlapPolicy.SKIP &&
    policies.catchupWindow === plan.catchupWindow
  );
}

function ignoreMissing(error: unknown): null {
  if (error instanceof ScheduleNotFoundError) return null;
  throw error;
}
