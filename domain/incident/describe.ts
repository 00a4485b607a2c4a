import { describeCostAdded, describeCostChanged, describeCostRemoved, describeCrossed, describeRerated } from './describe/costs.ts';
import { describeEdit } from './describe/edits.ts';
import { describeAdded, describeRemoved, describeRole } from './describe/people.ts';
import { describeReport, describeSnooze } from './describe/reports.ts';
import { describeDeclared, describeKeyed, describeStage } from './describe/stages.ts';
import {
  describeArchived,
  describeArmed,
  describeFailed,
  describeRetried,
  describeSkipped,
  describeSucceeded,
  describeSupplied,
} from './describe/steps.ts';
import { describeTaskCreated, describeTaskUpdated } from './describe/tasks.ts';
import { describeAmended, describeErased, describeImported, describeNote, describePinned } from './describe/timeline.ts';
import { describePublished, describeReminder, describeScheduled } from './describe/reviews.ts';
import type { Description } from './describe/words.ts';
import type { EventKind, IncidentEvent } from './events.ts';

/** What an event says to people. */
export type { Description } from './describe/words.ts';

const DESCRIBERS: { [K in EventKind]: (event: IncidentEvent<K>) => Description } = {
  'incident.declared': describeDeclared,
  'incident.edited': describeEdit,
  'incident.keyed': describeKeyed,
  'stage.changed': describeStage,
  'participant.added': describeAdded,
  'participant.removed': describeRemoved,
  'role.assigned': describeRole,
  'report.posted': describeReport,
  'report.snoozed': describeSnooze,
  'task.created': describeTaskCreated,
  'task.updated': describeTaskUpdated,
  'note.added': describeNote,
  'event.pinned': describePinned,
  'event.amended': describeAmended,
  'steps.armed': describeArmed,
  'step.succeeded': describeSucceeded,
  'step.failed': describeFailed,
  'step.skipped': describeSkipped,
  'step.supplied': describeSupplied,
  'step.retried': describeRetried,
  'resource.archived': describeArchived,
  'reminder.sent': describeReminder,
  'postmortem.scheduled': describeScheduled,
  'postmortem.published': describePublished,
  'person.erased': describeErased,
  'cost.lineAdded': describeCostAdded,
  'cost.lineChanged': describeCostChanged,
  'cost.lineRemoved': describeCostRemoved,
  'cost.rerated': describeRerated,
  'cost.thresholdCrossed': describeCrossed,
  'message.imported': describeImported,
};

/**
 * What happened, as a sentence people read: `text` is one line of Markdown without a full stop, names and titles escaped; `details` are its
 * fields (Markdown, possibly several lines); `important` marks what belongs in a short telling of the incident.
 */
export function describeEvent<K extends EventKind>(event: IncidentEvent<K>): Description {
  return DESCRIBERS[event.kind](event);
}
