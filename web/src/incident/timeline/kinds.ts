/** A part of the timeline that people filter by, and the kinds of event in it. */
export type EventGroup = { id: string; label: string; kinds: readonly string[] };

/** All parts, in the order of the filter; every kind of the ledger is in exactly one. */
export const EVENT_GROUPS: readonly EventGroup[] = [
  { id: 'stages', label: 'Stages', kinds: ['incident.declared', 'stage.changed'] },
  { id: 'reports', label: 'Reports', kinds: ['report.posted', 'report.snoozed'] },
  { id: 'notes', label: 'Notes', kinds: ['note.added', 'message.imported'] },
  { id: 'people', label: 'People', kinds: ['participant.added', 'participant.removed', 'role.assigned'] },
  { id: 'tasks', label: 'Tasks', kinds: ['task.created', 'task.updated'] },
  { id: 'fields', label: 'Changed fields', kinds: ['incident.edited', 'incident.keyed'] },
  { id: 'automation', label: 'Automation', kinds: ['steps.armed', 'step.succeeded', 'step.failed', 'step.skipped', 'step.supplied', 'step.retried', 'resource.archived', 'reminder.sent'] },
  { id: 'cost', label: 'Cost', kinds: ['cost.lineAdded', 'cost.lineChanged', 'cost.lineRemoved', 'cost.rerated', 'cost.thresholdCrossed'] },
  { id: 'postmortem', label: 'Postmortem', kinds: ['postmortem.scheduled', 'postmortem.published'] },
  { id: 'corrections', label: 'Pins and corrections', kinds: ['event.pinned', 'event.amended', 'person.erased'] },
];

/** What the address's `show` asks for: kinds to ask the API for (undefined = all) and whether only pinned events. */
export type Shown = { kinds: string[] | undefined; pinned: boolean; groups: string[] };

/** Reads `show` (`people,notes,pinned`); unknown words are left out. */
export function readShow(show: string | undefined): Shown {
  const words = (show ?? '').split(',');
  const groups = EVENT_GROUPS.filter((group) => words.includes(group.id));
  return { kinds: groups.length === 0 ? undefined : groups.flatMap((group) => group.kinds), pinned: words.includes('pinned'), groups: groups.map((group) => group.id) };
}

/** Whether an event is about the timeline itself; those rows are only shown when asked for. */
export function isCorrection(kind: string): boolean {
  return kind.startsWith('event.');
}

/** Whether people may put other words to an event: their own, not the automation's record. */
export function isAmendable(kind: string): boolean {
  return kind === 'note.added' || kind === 'message.imported';
}
