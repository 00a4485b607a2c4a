import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { IncidentEvent } from '../../domain/incident/events.ts';
import { blockersOf, PATIENCE_MS, pendingSteps, unwantedReason } from '../../domain/incident/graph.ts';
import { stepFailed, stepStopped, stepSucceeded, type StepEnd } from '../../domain/incident/outcomes.ts';
import { planOf, stepTitle } from '../../domain/incident/plan.ts';
import type { StepPlan } from '../../domain/incident/plan-types.ts';
import { earliest, isDue, plus, SECOND } from '../../domain/time.ts';
import { now } from './clock.ts';
import { explain } from './failures.ts';
import type { Change, Ledger, Recorded } from './ledger.ts';
import { runOf } from './steps.ts';
import type { StepOutcome, StepRun } from './steps/types.ts';

/** What the runner needs of the incident around it. */
export interface RunnerParts {
  ledger: Ledger;
  commit(change: Change): Promise<Recorded>;
  /** Runs the steps that belong to the postmortem's workflow. */
  remote: StepRun;
  /** False while announcements are on their way. */
  isQuiet(): boolean;
}

/** Runs the armed steps along their graph, each in a cancellation scope of its own. */
export interface Runner {
  /** Starts every step whose time has come. */
  pump(): void;
  /** Stops what the events just decided on: a step that was retried, skipped or supplied, or that the new stage does not want. */
  react(events: readonly IncidentEvent[]): void;
  readonly inFlight: ReadonlySet<string>;
  readonly isIdle: boolean;
  /** True when a pending step could still start or end without a person. */
  readonly hasWork: boolean;
  /** When patience with a soft need ends next (ISO); null = nobody is waiting. */
  readonly patienceEndsAt: string | null;
}

interface Slot {
  run: number;
  scope: CancellationScope;
}

/** The next whole second, so that steps that began to wait together stop together, on one timer. */
function wholeSecond(time: string): string {
  return new Date(Math.ceil(Date.parse(time) / SECOND) * SECOND).toISOString();
}

/** A runner with nothing running; steps that are pending in the ledger start at the first `pump`. */
export function createRunner(parts: RunnerParts): Runner {
  const { ledger } = parts;
  const slots = new Map<string, Slot>();
  let patience = new Map<string, string>();

  function mayStart(step: string, plan: StepPlan): boolean {
    const { hard, soft } = blockersOf(ledger.stored, step);
    if (hard.length > 0) return false;
    if (plan.runsIn === 'postmortem' && ledger.stored.postmortem === null) return false;
    if (soft.length === 0 && (!plan.quiet || parts.isQuiet())) return true;
    const until = patience.get(step);
    return until !== undefined && isDue(until, now());
  }

  function pump(): void {
    const waiting = new Map<string, string>();
    for (const step of pendingSteps(ledger.stored)) {
      const plan = planOf(step);
      const status = ledger.state.steps[step];
      if (!plan || slots.has(step) || status?.state !== 'pending' || status.run !== ledger.stored.steps[step]?.run) continue;
      if (unwantedReason(ledger.state, plan) !== null) continue;
      if (mayStart(step, plan)) start(step, plan, status.run);
      else if (isImpatient(step)) waiting.set(step, patience.get(step) ?? wholeSecond(plus(now(), PATIENCE_MS)));
    }
    patience = waiting;
  }

  /** Patience counts from when a soft need runs or is held up itself, not while that need is still being patient: what comes last should stay last. */
  function isImpatient(step: string): boolean {
    const isWaiting = (need: string): boolean => !slots.has(need) && blockersOf(ledger.stored, need).hard.length === 0;
    const { hard, soft } = blockersOf(ledger.stored, step);
    return hard.length === 0 && !soft.some(isWaiting);
  }

  function start(step: string, plan: StepPlan, run: number): void {
    const slot: Slot = { run, scope: new CancellationScope() };
    slots.set(step, slot);
    const context = { incidentId: ledger.state.id, step, run, state: ledger.stored, summary: stepTitle(step, ledger.state) };
    const work = plan.runsIn === 'postmortem' ? parts.remote : runOf(plan.id);
    void finish(step, slot, slot.scope.run(async () => {
      if (!work) throw new Error(`No code runs the step ${step}.`);
      return work(context);
    }));
  }

  async function finish(step: string, slot: Slot, outcome: Promise<StepOutcome>): Promise<void> {
    const { run } = slot;
    /** Frees the slot at the very moment the outcome is folded, so that a step is never both pending and free in between. */
    const free = () => {
      if (slots.get(step) === slot) slots.delete(step);
    };
    try {
      const { resource, note, also } = await outcome;
      await succeed({ step, run, resource, note, ...(also ? { also } : {}) }, free);
    } catch (error) {
      const decide: Change['decide'] = (state) => {
        free();
        return isCancellation(error) ? stepStopped(state, { step, run }) : stepFailed(state, { step, run, ...explain(error) });
      };
      await parts.commit({ key: `step/${step}/${run}/ended/${ledger.state.version}`, decide }).catch(free);
    }
  }

  /** What a success brings besides (a key that another incident has) may be refused; the success itself is true all the same. */
  async function succeed(result: StepEnd, free: () => void): Promise<void> {
    const change = (end: StepEnd): Change => ({
      key: `step/${end.step}/${end.run}`,
      decide: (state) => {
        free();
        return stepSucceeded(state, end);
      },
    });
    try {
      await parts.commit(change(result));
    } catch (error) {
      if (!result.also || isCancellation(error)) throw error;
      const { also: _, ...plain } = result;
      await parts.commit(change({ ...plain, note: `${plain.note ?? ''} Not everything could be recorded: ${explain(error).error}`.trim() }));
    }
  }

  function react(events: readonly IncidentEvent[]): void {
    for (const event of events) {
      if (event.kind === 'step.retried' || event.kind === 'step.skipped' || event.kind === 'step.supplied') slots.get(event.data.step)?.scope.cancel();
    }
    for (const [step, slot] of slots) {
      const plan = planOf(step);
      if (plan && unwantedReason(ledger.state, plan) !== null) slot.scope.cancel();
    }
  }

  return {
    pump,
    react,
    get inFlight() {
      return new Set(slots.keys());
    },
    get isIdle() {
      return slots.size === 0;
    },
    get hasWork() {
      return slots.size > 0 || pendingSteps(ledger.state).some((step) => blockersOf(ledger.state, step).hard.length === 0);
    },
    get patienceEndsAt() {
      const [first, ...others] = [...patience.values()].filter((at) => !isDue(at, now()));
      return first === undefined ? null : earliest(first, ...others);
    },
  };
}
