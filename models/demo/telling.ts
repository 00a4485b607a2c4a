import { arm, AUTOMATION, type ArmingContext } from '../../domain/incident/arming.ts';
import type { Command, CommandData, CommandName } from '../../domain/incident/commands.ts';
import type { IncidentEvent, NewEvent, ResourceFacts } from '../../domain/incident/events.ts';
import { evolve } from '../../domain/incident/evolve.ts';
import { pendingSteps } from '../../domain/incident/graph.ts';
import { decide } from '../../domain/incident/machine.ts';
import { numbered } from '../../domain/incident/number.ts';
import { conversationArchived, stepFailed, stepSucceeded } from '../../domain/incident/outcomes.ts';
import { resourceOf } from '../../domain/incident/plan.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { PersonRef, ResourceKind } from '../../domain/incident/types.ts';
import { upkeep } from '../../domain/incident/upkeep.ts';

/** An incident being told: its state so far, the events after the declaration, and the resources its steps will bring. */
export interface Telling {
  state: IncidentState;
  events: IncidentEvent[];
  resources: Partial<Record<ResourceKind, ResourceFacts>>;
  /** Steps that fail, with their last error. */
  failing: Record<string, string>;
}

const NOTHING_RUNS: ArmingContext = { inFlight: new Set(), knows: () => true };

/** Writes events down at a time (ISO), folded exactly as the workflow would. */
export function tell(telling: Telling, events: readonly NewEvent[], at: string): IncidentEvent[] {
  const rows = numbered(events, { incidentId: telling.state.id, version: telling.state.version, recordedAt: at, keyOf: (_, __, seq) => `demo/${seq}` });
  for (const row of rows) telling.state = evolve(telling.state, row);
  telling.events.push(...rows);
  return rows;
}

/** A person's command at a time, with everything the automation does because of it. */
export function command<N extends CommandName>(telling: Telling, name: N, { data, by, at }: { data: CommandData[N]; by: PersonRef; at: string }): void {
  const order = { name, data, actor: { kind: 'person', ...by }, commandId: `demo/${telling.state.version}` } as unknown as Command;
  follow(telling, tell(telling, decide(telling.state, order, at), at), at);
}

/** What the automation does after events: arms steps, and they succeed at once. */
export function follow(telling: Telling, events: readonly IncidentEvent[], at: string): void {
  tell(telling, upkeep(telling.state, events, NOTHING_RUNS), at);
  finishSteps(telling, at);
}

/** Arms steps by id, and they succeed. */
export function runSteps(telling: Telling, steps: readonly string[], at: string): void {
  tell(telling, arm(telling.state, steps, NOTHING_RUNS), at);
  finishSteps(telling, at);
}

function finishSteps(telling: Telling, at: string): void {
  for (const step of pendingSteps(telling.state)) {
    const run = telling.state.steps[step]?.run ?? 1;
    const error = telling.failing[step];
    if (error !== undefined) {
      tell(telling, stepFailed(telling.state, { step, run, error, attempts: 3 }), at);
      continue;
    }
    const kind = resourceOf(step);
    const resource = kind === null ? null : (telling.resources[kind] ?? null);
    const also = (state: IncidentState): NewEvent[] => {
      if (step === 'archive-conversation') return conversationArchived(state, true);
      return step === 'unarchive-conversation' ? conversationArchived(state, false) : [];
    };
    tell(telling, stepSucceeded(telling.state, { step, run, resource, note: null, also }), at);
  }
}

/** Enters the review with a meeting, as the postmortem's workflow does. */
export function beginReview(telling: Telling, review: { owner: PersonRef; meetingAt: string; dueAt: string; at: string }): void {
  const { owner, meetingAt, dueAt, at } = review;
  follow(telling, tell(telling, [{ kind: 'stage.changed', actor: AUTOMATION, data: { from: 'closed', to: 'review', reason: null } }], at), at);
  follow(telling, tell(telling, [{ kind: 'postmortem.scheduled', actor: AUTOMATION, data: { meetingAt, dueAt, owner } }], at), at);
}
