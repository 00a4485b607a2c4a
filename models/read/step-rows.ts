import { resourceOf } from '../../domain/incident/plan.ts';
import type { StepState } from '../../domain/incident/types.ts';
import { isoOrNull } from '../values.ts';

/** A step with its live retry state. */
export interface StepView {
  id: string;
  title: string;
  state: StepState;
  attempts: number;
  lastError: string | null;
  nextAttemptAt: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  needs: string[];
  suppliable: boolean;
  note: string | null;
}
/** A step as the statement selects it; times as text inside JSON. */
export interface StepRow {
  step: string;
  title: string;
  state: StepState;
  attempts: number;
  last_error: string | null;
  next_attempt_at: string | null;
  started_at: string | null;
  finished_at: string | null;
  needs: string[];
  note: string | null;
}

/** `select` of the steps of the incident `i` as JSON. */
export const STEPS_JSON = `(select coalesce(jsonb_agg(jsonb_build_object('step', s.step, 'title', s.title, 'state', s.state, 'attempts', s.attempts, 'last_error', s.last_error,
  'next_attempt_at', s.next_attempt_at, 'started_at', s.started_at, 'finished_at', s.finished_at, 'needs', s.needs, 'note', s.note) order by s.position, s.step), '[]')
  from incident_steps s where s.incident_id = i.id)`;

/** The step as people see it; a step that would bring a resource can be answered by hand while it has not succeeded. */
export function toStep(row: StepRow): StepView {
  return {
    id: row.step,
    title: row.title,
    state: row.state,
    attempts: row.attempts,
    lastError: row.last_error,
    nextAttemptAt: isoOrNull(row.next_attempt_at),
    startedAt: isoOrNull(row.started_at),
    finishedAt: isoOrNull(row.finished_at),
    needs: row.needs,
    suppliable: resourceOf(row.step) !== null && row.state !== 'succeeded',
    note: row.note,
  };
}
