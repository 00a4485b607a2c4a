import { day, lasting } from '../../domain/incident/moments.ts';
import { compose } from './parts/compose.ts';
import { facts, type Message, paragraph } from './parts/content.ts';
import { aboutIncident, type MessageIncident, subject } from './parts/incident.ts';

/** The postmortem is due or overdue; times ISO. */
export interface ReviewDueInput {
  incident: MessageIncident;
  owner: { name: string };
  dueAt: string;
  now: string;
}

/** Asks the owner to publish the postmortem. */
export function reviewDueMessage({ incident, owner, dueAt, now }: ReviewDueInput): Message {
  const overdue = Date.parse(now) > Date.parse(dueAt);
  const state = overdue ? `is ${lasting(dueAt, now)} overdue` : `is due in ${lasting(now, dueAt)}`;
  return compose({
    subject: subject(incident, `postmortem ${overdue ? 'is overdue' : 'is due'}: ${incident.title}`),
    heading: [owner.name, `, the postmortem ${state}`],
    about: aboutIncident(incident),
    blocks: [
      paragraph(
        'Facts, people and timeline are drafted already. What only people know is missing: contributing factors, what went well, follow-ups. Publish it when they are in.',
      ),
      ...facts(['Due', day(dueAt)]),
    ],
    link: { label: 'Open the postmortem', url: `${incident.url}/postmortem` },
    reason: `You get this because you own the postmortem of ${incident.key}.`,
  });
}
