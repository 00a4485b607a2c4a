import type { Step } from '../queries.ts';

/** The steps of the automation by what they ask of people: failed ones need somebody, the rest does not. */
export type StepGroups = { failed: Step[]; moving: Step[]; pending: Step[]; done: Step[]; skipped: Step[] };

/** Sorts steps into what failed, what runs or waits between two tries, what has not begun, and what is over; each in the given order. */
export function groupSteps(steps: readonly Step[]): StepGroups {
  return {
    failed: steps.filter((step) => step.state === 'failed'),
    moving: steps.filter((step) => step.state === 'running' || step.state === 'waiting'),
    pending: steps.filter((step) => step.state === 'pending'),
    done: steps.filter((step) => step.state === 'succeeded'),
    skipped: steps.filter((step) => step.state === 'skipped'),
  };
}

/** When the first of the done steps began and the last one ended, in milliseconds between them; undefined when times are missing. */
export function doneWithin(done: readonly Step[]): { from: string; to: string; length: number } | undefined {
  const from = done.flatMap((step) => step.startedAt ?? []).sort()[0];
  const to = done.flatMap((step) => step.finishedAt ?? []).sort().at(-1);
  return from === undefined || to === undefined ? undefined : { from, to, length: Date.parse(to) - Date.parse(from) };
}

/** Why a step has not begun: the titles of the steps it waits for; empty when it is simply next. */
export function waitsFor(step: Step, steps: readonly Step[]): string[] {
  return step.needs.flatMap((id) => steps.filter((other) => other.id === id && other.state !== 'succeeded' && other.state !== 'skipped').map((other) => other.title));
}
