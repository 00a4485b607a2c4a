import type { CommandResult } from '../../domain/incident/commands.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { Background } from './background.ts';
import type { Change, Ledger, Recorded } from './ledger.ts';
import type { IncidentWorkflowInput } from './messages.ts';
import type { Runner } from './runner.ts';

/** What one run of the workflow hands to the next, beside the incident's id. JSON only. */
export interface Carried {
  state: IncidentState;
  /** Answers already given, oldest first, by command or signal id. */
  answers: [string, CommandResult][];
  /** Last activity outside the ledger, ISO. */
  activityAt: string | null;
}

/** Input of a run; `carried` only when it continues another. */
export interface IncidentRunInput extends IncidentWorkflowInput {
  carried?: Carried;
}

/** The parts of a running incident, as handlers and effects use them. */
export interface Incident {
  readonly id: string;
  readonly ledger: Ledger;
  readonly runner: Runner;
  readonly background: Background;
  /** Records a change, with what follows for the automation, and sets its effects going. */
  commit(change: Change): Promise<Recorded>;
  /** Has the summary in the conversation brought up to date soon, once for all who ask until then. */
  showBoard(): void;
}

/** Answers that were given, so that the same command or signal is answered once; the oldest are forgotten. */
export interface Answers {
  get(id: string): CommandResult | undefined;
  set(id: string, answer: CommandResult): void;
  all(): [string, CommandResult][];
}

/** How many answers are remembered. */
export const ANSWERS_KEPT = 200;

/** Answers remembered from the run before. */
export function createAnswers(carried: readonly [string, CommandResult][]): Answers {
  const answers = new Map(carried);
  return {
    get: (id) => answers.get(id),
    set(id, answer) {
      answers.set(id, answer);
      const [oldest] = answers.keys();
      if (answers.size > ANSWERS_KEPT && oldest !== undefined) answers.delete(oldest);
    },
    all: () => [...answers],
  };
}
