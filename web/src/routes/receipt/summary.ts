type StepFacts = { state: string; startedAt: string | null; finishedAt: string | null };

/** How far the automation is: steps in all, done, failed, still to come, and the milliseconds from the first start to the last end once none is left. */
export function summarize(steps: readonly StepFacts[]): { total: number; done: number; failed: number; left: number; took: number | undefined } {
  const done = steps.filter((step) => step.state === 'succeeded' || step.state === 'skipped').length;
  const failed = steps.filter((step) => step.state === 'failed').length;
  const left = steps.length - done - failed;
  const starts = steps.flatMap((step) => (step.startedAt === null ? [] : [Date.parse(step.startedAt)]));
  const ends = steps.flatMap((step) => (step.finishedAt === null ? [] : [Date.parse(step.finishedAt)]));
  const took = left === 0 && starts.length > 0 && ends.length > 0 ? Math.max(...ends) - Math.min(...starts) : undefined;
  return { total: steps.length, done, failed, left, took };
}
