import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { StepResult } from '../../activities/types.ts';
import { integration } from '../activities.ts';
import { explain } from '../incident/failures.ts';
import type { PostmortemStepEnded } from '../incident/messages.ts';

/** What the steps need to know of the postmortem. */
export interface PostmortemStepParts {
  incidentId: string;
  /** When the meeting is to be, ISO; asked at each run. */
  meetingAt(): string;
  report(ended: PostmortemStepEnded): Promise<void>;
}

/** The postmortem's steps, run when the incident asks for them. */
export interface PostmortemSteps {
  request(step: string, run: number): void;
  drop(step: string, run: number): void;
  /** Stops everything. */
  stop(): void;
  /** True when the step has succeeded or was settled by hand. */
  isSettled(step: string): boolean;
  readonly isIdle: boolean;
}

interface Slot {
  run: number;
  scope: CancellationScope;
  done: Promise<void>;
  isRunning: boolean;
  isDropped: boolean;
  report: PostmortemStepEnded | null;
}

/** Steps with nothing running. The same run asked for again is reported again, or tried again when it had failed. */
export function createPostmortemSteps(parts: PostmortemStepParts): PostmortemSteps {
  const slots = new Map<string, Slot>();

  function begin(step: string, run: number, before: Slot | undefined): void {
    const slot: Slot = { run, scope: new CancellationScope(), done: Promise.resolve(), isRunning: true, isDropped: false, report: null };
    slots.set(step, slot);
    slot.done = work(step, slot, before).finally(() => {
      slot.isRunning = false;
    });
  }

  async function work(step: string, slot: Slot, before: Slot | undefined): Promise<void> {
    await before?.done;
    const ended = { step, run: slot.run, resource: null, note: null, error: null, attempts: 1 };
    try {
      slot.report = { ...ended, ...(await slot.scope.run(() => act(step, slot.run))) };
    } catch (error) {
      if (isCancellation(error)) return;
      slot.report = { ...ended, ...explain(error) };
    }
    await parts.report(slot.report);
  }

  function act(step: string, run: number): Promise<StepResult> {
    const input = { incidentId: parts.incidentId, step, run };
    switch (step) {
      case 'draft-postmortem':
        return integration.draftPostmortem.executeWithOptions({ summary: 'Draft the postmortem from the timeline' }, [input]);
      case 'review-meeting':
        return integration.scheduleReviewMeeting.executeWithOptions({ summary: 'Schedule the review meeting' }, [{ ...input, meetingAt: parts.meetingAt() }]);
      case 'announce-postmortem':
        return integration.announcePostmortem.executeWithOptions({ summary: 'Send the postmortem round' }, [input]);
      default:
        throw new Error(`The postmortem has no step ${step}.`);
    }
  }

  return {
    request(step, run) {
      const current = slots.get(step);
      const isSame = current?.run === run && !current.isDropped;
      if (isSame && current.isRunning) return;
      if (isSame && current.report?.error === null) void parts.report(current.report);
      else {
        current?.scope.cancel();
        begin(step, run, current);
      }
    },
    drop(step, run) {
      const current = slots.get(step);
      if (current?.run !== run) return;
      current.isDropped = true;
      current.scope.cancel();
    },
    stop() {
      for (const slot of slots.values()) slot.scope.cancel();
    },
    isSettled(step) {
      const slot = slots.get(step);
      return slot !== undefined && !slot.isRunning && (slot.isDropped || slot.report?.error === null);
    },
    get isIdle() {
      return [...slots.values()].every((s) => !s.isRunning);
    },
  };
}
