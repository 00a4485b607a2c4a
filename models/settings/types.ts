import type { Visibility } from '../../domain/incident/types.ts';
import { rankedSettings } from './ranked.ts';

interface TypeFields {
  visibility: Visibility;
  wantsPostmortem: boolean;
  reviewDueDays: number;
  /** Markdown with placeholders; null = the built-in one. */
  incidentTemplate: string | null;
  reviewTemplate: string | null;
  ticketMetadata: Record<string, unknown>;
}
const types = rankedSettings<TypeFields>({
  table: 'incident_types',
  word: 'type',
  more: {
    visibility: 'visibility', wantsPostmortem: 'wants_postmortem', reviewDueDays: 'review_due_days',
    incidentTemplate: 'incident_template', reviewTemplate: 'review_template', ticketMetadata: 'ticket_metadata',
  },
});
/** All types, the first rank first. */
export const listTypes = types.list;
/** Adds a type; `conflict` when the name is taken, `unknown-reference` for an unknown project. A new default takes the place of the old. */
export const createType = types.create;
/** Changes some fields; `not-found`, `conflict`, `unknown-reference`. Running incidents keep what they were declared with. */
export const updateType = types.update;
