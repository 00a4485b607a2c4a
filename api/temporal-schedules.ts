import { type Client, type Connection, ScheduleNotFoundError, ScheduleOverlapPolicy } from '@temporalio/client';
import { DomainError } from '../domain/errors.ts';
import type { ScheduleState } from './gateway.ts';
import { outageProblem } from './outage-problem.ts';
import { isOutage } from './temporal-errors.ts';

interface Temporal {
  connection: Connection;
  client: Client;
}

const RUN_MS = 5_000;
const LOOK_MS = 2_000;

/** Runs a Schedule now; a run that is under way is followed by one more, which sees what changed meanwhile. `unavailable` when Temporal is away or no worker has made the Schedule yet. */
export async function runSchedule({ connection, client }: Temporal, id: string): Promise<void> {
  try {
    await connection.withDeadline(Date.now() + RUN_MS, () => client.schedule.getHandle(id).trigger(ScheduleOverlapPolicy.BUFFER_ONE));
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) throw new DomainError('unavailable', `The Schedule “${id}” is not there yet: a worker makes it when it starts.`);
    throw isOutage(error) ? outageProblem(false) : error;
  }
}

/** How a Schedule is doing; null when Temporal does not answer, or no worker has made it yet. Never rejects. */
export async function scheduleState({ connection, client }: Temporal, id: string): Promise<ScheduleState | null> {
  try {
    const { state, info } = await connection.withDeadline(Date.now() + LOOK_MS, () => client.schedule.getHandle(id).describe());
    const last = info.recentActions.at(-1)?.takenAt ?? null;
    const next = state.paused ? null : (info.nextActionTimes[0] ?? null);
    return { paused: state.paused, lastAt: last?.toISOString() ?? null, nextAt: next?.toISOString() ?? null };
  } catch {
    return null;
  }
}
