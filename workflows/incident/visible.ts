import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { Deadline } from '../../domain/incident/deadlines.ts';
import { planOf, stepTitle } from '../../domain/incident/plan.ts';
import { openRoles } from '../../domain/incident/roles.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import { attributesOf } from '../attributes.ts';
import type { StepReport } from './messages.ts';

/** Brings search attributes up to date; only those that changed since they were last set go into the history. */
export function showAttributes(state: IncidentState): void {
  const { typedSearchAttributes } = workflowInfo();
  const changed = attributesOf(state).filter(({ key, value }) => typedSearchAttributes.get(key) !== value);
  if (changed.length > 0) upsertSearchAttributes(changed);
}

/** Every step with what it waits for; one that runs now is `running`. */
export function reportSteps(state: IncidentState, inFlight: ReadonlySet<string>): StepReport[] {
  return Object.entries(state.steps).map(([id, status]) => ({
    id,
    title: stepTitle(id, state),
    state: status.state === 'pending' && inFlight.has(id) ? 'running' : status.state,
    run: status.run,
    attempts: status.attempts,
    lastError: status.lastError,
    since: status.since,
    needs: [...(planOf(id)?.needs ?? [])],
    after: [...(planOf(id)?.after ?? [])],
  }));
}

/** Sets the workflow's current details: Markdown with stage, roles, steps and timers, without title or description. */
export function showDetails(state: IncidentState, steps: readonly StepReport[], timers: readonly Deadline[]): void {
  setCurrentDetails([headline(state), roles(state), table(steps), agenda(timers)].filter((part) => part !== '').join('\n\n'));
}

function headline(state: IncidentState): string {
  const since = state.stages.at(-1)?.from ?? state.declaredAt;
  return `### ${cell(state.key)}: ${state.stage}\nsince ${since} · severity ${cell(state.severity.name)} · priority ${cell(state.priority.name)} · version ${state.version}`;
}

function roles(state: IncidentState): string {
  const held = state.participants.flatMap((p) => (p.removedAt === null ? openRoles(p).filter((r) => r !== 'participant' && r !== 'observer').map((r) => `- ${r}: ${cell(p.name)}`) : []));
  const others = state.participants.filter((p) => p.removedAt === null).length;
  return [...held, `- ${others === 1 ? '1 participant' : `${others} participants`}`].join('\n');
}

function table(steps: readonly StepReport[]): string {
  if (steps.length === 0) return '';
  const rows = steps.map((s) => `| ${cell(s.title)} | ${s.state} | ${cell(s.lastError ?? '')} |`);
  return ['| step | state | last error |', '| --- | --- | --- |', ...rows].join('\n');
}

function agenda(timers: readonly Deadline[]): string {
  return timers.map((t) => `- ${t.at}: ${cell(t.title)}`).join('\n');
}

/** Text inside Markdown: no line breaks, no table borders, and not too long for a line. */
function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '/').slice(0, 200);
}
