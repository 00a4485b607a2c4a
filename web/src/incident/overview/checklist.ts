import { RESOURCE_OF_STEP, RESOURCE_WORDS } from '../../routes/receipt/words.ts';
import type { Incident, Step } from '../queries.ts';

type Resource = Incident['resources'][number];
type Kind = Resource['kind'];

/** The kinds of resource in the order people look for them. */
const ORDER: readonly Kind[] = ['conversation', 'conference', 'ticket', 'document', 'reviewDocument', 'storage', 'tacticalGroup', 'notificationsGroup'];

/** One line of the checklist: the resource when it is there, else the state of the step that should bring it. */
export type ChecklistItem = { kind: Kind; label: string; resource: Resource | undefined; state: Step['state'] };

/** The resources an incident has or is to get, each with its state; those it will never get are left out. */
export function checklist(incident: Pick<Incident, 'resources' | 'steps'>): ChecklistItem[] {
  return ORDER.flatMap((kind): ChecklistItem[] => {
    const resource = incident.resources.find((each) => each.kind === kind);
    const step = incident.steps.find((each) => RESOURCE_OF_STEP[each.id] === kind);
    if (!resource && !step) return [];
    return [{ kind, label: RESOURCE_WORDS[kind], resource, state: resource ? 'succeeded' : (step?.state ?? 'pending') }];
  });
}
