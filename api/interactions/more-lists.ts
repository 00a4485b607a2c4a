import { abilitiesOf } from '../../domain/access.ts';
import { moneyText } from '../../domain/cost/money.ts';
import { describeEvent } from '../../domain/incident/describe.ts';
import type { Card, CardButton, Interaction } from '../../domain/interactions/types.ts';
import { costOf, otherLinesOf } from '../../models/read/cost.ts';
import { listTimeline } from '../../models/read/timeline.ts';
import type { IncidentHandle } from '../http/handler.ts';
import { type Asking, pageOf, say, show, stateOf } from './asking.ts';

const MOST = 12;
const clock = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

/** The newest events of the timeline, each to be pinned or edited by those who may. */
export async function timelineCards({ deps, viewer }: Asking, incident: IncidentHandle): Promise<Interaction> {
  const may = abilitiesOf(viewer, incident.facts).includes('edit');
  const { data, total } = await listTimeline(deps.db, incident.id, { limit: MOST, order: 'desc' });
  const cards = data.map(({ event, pinned, amendedText }): Card => {
    const about = `${incident.id} ${event.seq}`;
    const buttons: CardButton[] = [{ label: pinned ? 'Unpin' : 'Pin', action: 'pin', value: `${about} ${pinned ? 'no' : 'yes'}` }, { label: 'Edit', action: 'form', value: `amend ${about}` }];
    return { markdown: `${pinned ? '📌 ' : ''}${amendedText ?? describeEvent(event).text}`, facts: [{ label: 'At', value: clock(event.at) }], ...(may ? { buttons } : {}) };
  });
  const more: Card[] = total > data.length ? [{ markdown: `${total - data.length} more: [the whole timeline](${pageOf({ deps }, incident.key, 'timeline')})` }] : [];
  return show(`Timeline of ${incident.key}`, [...cards, ...more]);
}

/** What the incident costs, with the costs that people added. */
export async function costCards(asking: Asking, incident: IncidentHandle): Promise<Interaction> {
  const { deps, viewer } = asking;
  const [cost, lines] = await Promise.all([costOf(deps.db, incident.id), otherLinesOf(deps.db, incident.id)]);
  const may = abilitiesOf(viewer, incident.facts).includes('manageCosts');
  const total = cost === null ? 'Not calculated yet.' : `**${moneyText(cost.total, cost.currency)}** so far, as of ${clock(cost.asOf)}.`;
  const add: CardButton[] = may ? [{ label: 'Add a cost', action: 'form', value: `cost ${incident.id}` }] : [];
  return show(`Cost of ${incident.key}`, [
    { markdown: total, buttons: [...add, { label: 'How it is made up', url: pageOf(asking, incident.key, 'cost') }] },
    ...lines.slice(0, MOST).map((line): Card => ({
      markdown: `${moneyText(line.amount, line.currency)} ${line.note}`,
      facts: [{ label: 'Kind', value: line.kind }, { label: 'At', value: clock(line.at) }],
      ...(may ? { buttons: [{ label: 'Remove', action: 'remove-cost', value: `${incident.id} ${line.id}`, style: 'danger', confirm: 'This cost is taken back.' }] } : {}),
    })),
  ]);
}

/** Where the postmortem stands, and what can be done about it. */
export async function postmortemCards(asking: Asking, incident: IncidentHandle): Promise<Interaction> {
  const { postmortem, resources } = await stateOf(asking, incident);
  if (postmortem === null) return say('This incident has no postmortem yet: it begins when a closed incident goes into review.');
  const may = abilitiesOf(asking.viewer, incident.facts).includes('publishPostmortem') && postmortem.state === 'scheduled';
  const url = resources.reviewDocument?.url ?? `${pageOf(asking, incident.key)}/postmortem`;
  const buttons: CardButton[] = [
    ...(may ? [{ label: 'Move the meeting', action: 'form', value: `meeting ${incident.id}` }, { label: 'Publish', action: 'publish-postmortem', value: incident.id, style: 'primary' as const, confirm: 'The postmortem goes to the participants.' }] : []),
    { label: 'Open the document', url },
  ];
  const facts = [{ label: 'Owner', value: postmortem.owner.name }, { label: 'Meeting', value: clock(postmortem.meetingAt) }, { label: 'Due', value: clock(postmortem.dueAt) }];
  return show(`Postmortem of ${incident.key}`, [{ markdown: postmortem.state === 'published' ? 'It is published.' : 'It is being written.', facts, buttons }]);
}
