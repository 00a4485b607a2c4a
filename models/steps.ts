import type { Database } from './connect.ts';
import { selectOne } from './sql.ts';
import { storableText } from './values.ts';

/** One try of a step, as the worker sees it begin or end without success. */
export interface StepAttempt {
  incidentId: string;
  step: string;
  run: number;
  attempt: number;
  /** `waiting` = between two tries. */
  state: 'running' | 'waiting';
  error: string | null;
  nextAttemptAt: string | null;
}

/**
 * Shows a try of a step. Late and repeated reports change nothing: a step that has ended, a newer run and a later attempt stay as they
 * are. Steps that were not armed yet are ignored.
 */
export async function recordAttempt(db: Database, attempt: StepAttempt): Promise<void> {
  const { incidentId, step, run, state, error, nextAttemptAt } = attempt;
  // One statement: it runs beside every step of every incident.
  await selectOne(
    db,
    `with shown as (
       update incident_steps s set state = $4, attempts = $5, last_error = coalesce($6, s.last_error), next_attempt_at = $7, started_at = coalesce(s.started_at, now())
       from incidents i
       where i.id = s.incident_id and s.incident_id = $1 and s.step = $2 and s.run = $3 and s.state in ('pending', 'running', 'waiting')
         and (s.attempts < $5 or (s.attempts = $5 and ($4 = 'waiting' or s.state = 'pending')))
       returning i.organization_id
     )
     insert into changes (organization_id, incident_id, topic, entity_id) select organization_id, $1, 'steps', $2 from shown returning position`,
    [incidentId, step, run, state, attempt.attempt, error === null ? null : storableText(error), nextAttemptAt],
  );
}
