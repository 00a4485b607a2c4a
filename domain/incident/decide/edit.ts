import { DomainError } from '../../errors.ts';
import type { CommandData } from '../commands.ts';
import { EDITABLE_FIELDS, type EditableField, type FieldChange, type IncidentEdit, type NewEvent } from '../events.ts';
import type { IncidentState } from '../state.ts';
import type { Actor } from '../types.ts';

/** Changes the named fields; those that already have the wished value are left out, and nothing happens when none is left. */
export function decideEdit(state: IncidentState, { edit }: CommandData['editIncident'], actor: Actor): NewEvent[] {
  for (const field of ['title', 'description'] as const) {
    if (edit[field]?.trim() === '') throw new DomainError('invalid-request', `The ${field} may not be empty.`, [{ pointer: `/${field}`, detail: 'may not be empty' }]);
  }
  const changed = EDITABLE_FIELDS.filter((field) => edit[field] !== undefined && !same(state[field], edit[field]));
  if (changed.length === 0) return [];
  const changes = changed.map((field): FieldChange => ({ field, from: shown(state, field), to: shown(edit, field) }));
  return [{ kind: 'incident.edited', actor, data: { changes, edit: only(edit, changed) } }];
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Config rows are shown by their name. */
function shown(source: IncidentState | IncidentEdit, field: EditableField): unknown {
  const value: unknown = source[field];
  return value !== null && typeof value === 'object' && 'name' in value ? value.name : value;
}

function only(edit: IncidentEdit, fields: EditableField[]): IncidentEdit {
  return Object.fromEntries(fields.map((field) => [field, edit[field]]));
}
