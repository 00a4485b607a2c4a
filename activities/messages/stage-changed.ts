import { BY_A_PERSON } from '../../domain/incident/describe/stages.ts';
import type { Stage } from '../../domain/incident/types.ts';
import { compose } from './parts/compose.ts';
import { facts, type Inline, type Message, paragraph, quote } from './parts/content.ts';
import {
  aboutIncident,
  type Audience,
  type MessageIncident,
  pageLink,
  shown,
  subject,
} from './parts/incident.ts';

/** An incident moved to another stage; `by` null = by itself. The incident's `stage` is the new one. */
export interface StageChangedInput {
  incident: MessageIncident;
  from: Stage;
  to: Stage;
  by: string | null;
  reason: string | null;
  audience: Audience;
}

const SAYS: Record<Stage, string> = {
  active: 'is active again',
  stable: 'is stable',
  closed: 'is closed',
  review: 'is in review',
};
const NEXT: Record<Stage, string> = {
  active: 'Responders: come back to the conversation. What was done before is on the timeline.',
  stable: 'The effects have ended. What remains to be done stays on the task list.',
  closed: 'Roles have ended and the conversation is kept for reading. Open tasks stay with their people.',
  review: 'The postmortem is being drafted from the timeline. Add what you saw while you remember it.',
};

/** Says where the incident stands now and what that means for those who read it. */
export function stageChangedMessage({
  incident: whole,
  from,
  to,
  by,
  reason,
  audience,
}: StageChangedInput): Message {
  const incident = shown(whole, audience);
  const hidden = incident.restricted && audience === 'outside';
  const who: Inline[] =
    by === null || hidden
      ? []
      : [
          { bold: by },
          ` ${BY_A_PERSON[to]}. `,
        ];
  return compose({
    subject: subject(incident, `${SAYS[to]}: ${incident.title}`),
    heading: ['The incident ', SAYS[to]],
    about: aboutIncident(incident),
    blocks: [
      paragraph(...who, audience === 'outside' ? '' : NEXT[to]),
      ...(hidden ? [] : quote('Why', reason)),
      ...facts(['Before', from], ['Cost so far', incident.costText]),
    ].filter((block) => block.kind !== 'paragraph' || block.line.length > 0),
    link:
      to === 'review'
        ? { label: 'Open the postmortem', url: `${incident.url}/postmortem` }
        : pageLink(incident),
    reason:
      audience === 'outside'
        ? `You get this because incidents of ${incident.project} are announced to you.`
        : `You get this because you take part in ${incident.key}.`,
  });
}
