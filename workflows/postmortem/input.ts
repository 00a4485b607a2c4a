import type { PersonRef } from '../../domain/incident/types.ts';

/** What the incident starts its postmortem with; times are ISO. */
export interface PostmortemInput {
  incidentId: string;
  owner: PersonRef;
  dueAt: string;
  /** The first proposal; people may move it. */
  meetingAt: string;
}
