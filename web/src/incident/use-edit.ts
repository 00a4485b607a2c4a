import { routes } from '../../../api/contract/index.ts';
import type { InputOf } from '../api/client.ts';
import { patchIncident, type Incident, useCommand } from './queries.ts';

/** The fields that an edit may change. */
export type Edit = InputOf<typeof routes.incidents.edit>['body'];

function applied(incident: Incident, edit: Edit): Incident {
  const given = Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined));
  return { ...incident, ...given };
}

/** Edits fields of an incident: shown at once, taken back with a notification when the API refuses. */
export function useEdit(incident: Incident): { edit: (changes: Edit) => void; busy: boolean } {
  const send = useCommand(routes.incidents.edit, 'The change was not saved', {
    optimistic: (client, { params, body }) => patchIncident(client, params.incident, (known) => applied(known, body)),
  });
  return { edit: (body) => send.mutate({ params: { incident: incident.key }, body }), busy: send.isPending };
}
