import { isCancellation } from '@temporalio/workflow';
import { AUTOMATION } from '../../domain/incident/arming.ts';
import { nextDeadlines, type Deadline, type Noted } from '../../domain/incident/deadlines.ts';
import { isDue } from '../../domain/time.ts';
import { notify } from '../activities.ts';
import { now } from './clock.ts';
import { explain } from './failures.ts';
import type { Incident } from './incident.ts';

/** Sends what has come due; one reminder of a kind at a time. */
export interface Reminders {
  /** Starts sending everything that is due, and answers what comes next (null = nothing will). */
  send(incident: Incident, noted: Noted): Deadline | null;
}

/** Reminders with nothing on its way. */
export function createReminders(): Reminders {
  const onTheirWay = new Set<string>();

  /** One that cannot be recorded stays on its way, or it would be sent again and again. */
  async function remind(incident: Incident, deadline: Deadline): Promise<void> {
    const { id, at } = deadline;
    const sent = await sendOne(incident.id, deadline);
    await incident.commit({ key: `reminder/${id}/${at}`, decide: () => [{ kind: 'reminder.sent', actor: AUTOMATION, data: { reminder: id, deadline: at, ...sent } }] });
    onTheirWay.delete(id);
  }
  return {
    send(incident, { lastActivityAt }) {
      const open = nextDeadlines(incident.ledger.stored, { lastActivityAt }).filter((d) => !onTheirWay.has(d.id));
      for (const deadline of open.filter((d) => isDue(d.at, now()))) {
        onTheirWay.add(deadline.id);
        incident.background.start(deadline.title, () => remind(incident, deadline));
      }
      return open.find((d) => !isDue(d.at, now())) ?? null;
    },
  };
}

/** A reminder that reaches nobody is recorded all the same: the deadline has to move on, and people should see that it failed. */
async function sendOne(incidentId: string, deadline: Deadline): Promise<{ to: string[]; text: string; error?: string }> {
  try {
    return await act(incidentId, deadline);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return { to: [], text: deadline.title, error: explain(error).error };
  }
}

function act(incidentId: string, { kind, at, title, report, taskId }: Deadline): Promise<{ to: string[]; text: string }> {
  const input = { incidentId, deadline: at };
  const options = { summary: title };
  switch (kind) {
    case 'report':
      return notify.sendReportReminder.executeWithOptions(options, [{ ...input, kind: report ?? 'tactical' }]);
    case 'stale':
    case 'close':
      return notify.sendStageReminder.executeWithOptions(options, [{ ...input, reminder: kind }]);
    case 'task':
      return notify.sendTaskReminder.executeWithOptions(options, [{ ...input, taskId: taskId ?? '' }]);
    case 'review':
      return notify.sendReviewReminder.executeWithOptions(options, [input]);
  }
}
