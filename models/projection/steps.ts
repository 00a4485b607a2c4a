import type { IncidentEvent } from '../../domain/incident/events.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { Batch } from '../batch.ts';
import { storableJson } from '../values.ts';

/** A step as it was planned; `position` orders the steps as they were taken on (the order of keys in stored JSON is not kept). */
interface Plan {
  position: number;
  title: string;
  needs: string[];
}

/**
 * Writes the steps that differ from the state before. Attempts in between are written by `recordAttempt`; a step that ended keeps their
 * number, and a new run begins from nothing.
 */
export function writeSteps(batch: Batch, { before, after, events }: { before: IncidentState | null; after: IncidentState; events: readonly IncidentEvent[] }): void {
  const changed = Object.entries(after.steps).filter(([id, status]) => JSON.stringify(before?.steps[id]) !== JSON.stringify(status));
  if (changed.length === 0) return;
  const plans = plansOf(events, Object.keys(before?.steps ?? {}).length);
  const notes = notesOf(events);
  const rows = changed.map(([step, status]) => {
    const hasEnded = status.state === 'succeeded' || status.state === 'failed' || status.state === 'skipped';
    return {
      step, run: status.run, ...plans.get(step), state: status.state, attempts: status.attempts,
      last_error: status.lastError, finished_at: hasEnded ? status.since : null, note: notes.get(step) ?? null,
    };
  });
  batch.add(
    (bind) => `insert into incident_steps (incident_id, step, run, position, title, needs, state, attempts, last_error, started_at, finished_at, note)
      select ${bind(after.id)}::uuid, r.step, r.run, coalesce(r.position, b.position, 0), coalesce(r.title, b.title, r.step), coalesce(r.needs, b.needs, '{}'), r.state,
        case when r.state = 'pending' then 0 else greatest(r.attempts, b.attempts) end,
        case when r.state = 'skipped' then b.last_error else r.last_error end,
        case when r.state = 'pending' then null else b.started_at end, r.finished_at, r.note
      from jsonb_to_recordset(${bind(storableJson(rows))}::jsonb) as r(step text, run integer, position integer, title text, needs text[], state text, attempts integer,
        last_error text, finished_at timestamptz, note text)
      left join incident_steps b on b.incident_id = ${bind(after.id)} and b.step = r.step
      on conflict (incident_id, step) do update set run = excluded.run, position = excluded.position, title = excluded.title, needs = excluded.needs, state = excluded.state,
        attempts = excluded.attempts, last_error = excluded.last_error, next_attempt_at = null, started_at = excluded.started_at, finished_at = excluded.finished_at, note = excluded.note
      returning step`,
  );
}

function plansOf(events: readonly IncidentEvent[], known: number): Map<string, Plan> {
  const armed = events.flatMap((e) => (e.kind === 'steps.armed' ? e.data.steps : []));
  return new Map(armed.map(({ step, title, needs }, index) => [step, { position: known + index, title, needs }]));
}

function notesOf(events: readonly IncidentEvent[]): Map<string, string> {
  const notes = new Map<string, string>();
  for (const event of events) {
    if (event.kind === 'step.succeeded' && event.data.note !== null) notes.set(event.data.step, event.data.note);
    if (event.kind === 'step.skipped' && event.data.reason !== null) notes.set(event.data.step, event.data.reason);
    if (event.kind === 'step.supplied') notes.set(event.data.step, 'entered by hand');
  }
  return notes;
}
