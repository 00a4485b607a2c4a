import type { IncidentEvent } from '../events.ts';
import { escapeMarkdown, listed } from '../markdown.ts';
import { moment } from '../moments.ts';
import { actorOf, details, said, who, type Description } from './words.ts';

const REMINDER_WORDS: Record<string, string> = {
  'report/tactical': 'a tactical report',
  'report/executive': 'an executive report',
  stale: 'whether the incident is stable',
  close: 'whether the incident can be closed',
  review: 'the review',
};

/** A reminder that was sent, to whom and what it said. */
export function describeReminder({ data }: IncidentEvent<'reminder.sent'>): Description {
  const about = data.reminder.startsWith('task/')
    ? 'a task'
    : (REMINDER_WORDS[data.reminder] ?? escapeMarkdown(data.reminder));
  const did = data.reminder === 'stale' || data.reminder === 'close' ? 'asked' : 'reminded of';
  if (data.to.length === 0)
    return said(`Nobody could be reminded of ${about}`, { details: details(['Message', data.text]) });
  const people = listed(data.to.map(escapeMarkdown));
  return said(`${people} ${data.to.length === 1 ? 'was' : 'were'} ${did} ${about}`, {
    details: details(['Message', data.text]),
  });
}

/** When the review is held and who owns it. */
export function describeScheduled({ actor, data }: IncidentEvent<'postmortem.scheduled'>): Description {
  const when = moment(data.meetingAt);
  const text =
    actor.kind === 'person'
      ? `${actorOf(actor)} set the review meeting for ${when}`
      : `The review meeting is set for ${when}`;
  return said(text, { details: details(['Owner', who(data.owner)], ['Postmortem due', moment(data.dueAt)]) });
}

/** The end of the review. */
export function describePublished({ data }: IncidentEvent<'postmortem.published'>): Description {
  return said(`${who(data.by)} published the postmortem`, { important: true });
}
