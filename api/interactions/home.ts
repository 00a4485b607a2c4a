import { nextDeadlines } from '../../domain/incident/deadlines.ts';
import { openRoles, presentParticipant } from '../../domain/incident/roles.ts';
import type { Card, CardButton, Interaction } from '../../domain/interactions/types.ts';
import { loadState } from '../../models/ledger.ts';
import type { IncidentSummary } from '../../models/read/incident-summary.ts';
import { listIncidents } from '../../models/read/list-incidents.ts';
import { type Asking, pageOf } from './asking.ts';
import { incidentCard, taskCards } from './lists.ts';

const MOST = 10;

/** What somebody finds at home: what they are in, their tasks, what else is open, and what can be begun. */
export async function homeOf(asking: Asking): Promise<Interaction> {
  const { deps, viewer } = asking;
  const list = (filter: { participant?: string[]; stage: string[] }) => listIncidents(deps.db, viewer, { limit: MOST, sort: '-reportedAt', ...filter });
  const [mine, open, tasks] = await Promise.all([list({ participant: [viewer.email], stage: ['active', 'stable', 'review'] }), list({ stage: ['active', 'stable'] }), taskCards(asking, { mine: true })]);
  const mineIds = new Set(mine.data.map((incident) => incident.id));
  const others = open.data.filter((incident) => !mineIds.has(incident.id));
  const section = (title: string, cards: Card[], none: string): Card[] => [{ markdown: `## ${title}` }, ...(cards.length > 0 ? cards : [{ markdown: none }])];
  return {
    kind: 'home',
    cards: [
      { markdown: `Hello ${viewer.name}.`, buttons: [{ label: 'Report an incident', style: 'primary', action: 'form', value: 'declare' }, { label: 'Open Dispatch', url: `${deps.config.server.uiUrl}/` }] },
      ...section('Your incidents', await Promise.all(mine.data.map((incident) => ownCard(asking, incident))), 'You take part in no open incident.'),
      ...section('Your tasks', tasks.kind === 'cards' ? tasks.cards : [], 'You have no open tasks.'),
      ...section('Other open incidents', others.map((incident) => ({ ...incidentCard(asking, incident), buttons: [{ label: 'Open', url: pageOf(asking, incident.key) }, { label: 'Join', action: 'join', value: incident.id }, { label: 'Subscribe', action: 'subscribe', value: incident.id }] })), 'No other incident is open.'),
    ],
  };
}

/** An incident that somebody is in, with their role and what they will be reminded of next. */
async function ownCard(asking: Asking, incident: IncidentSummary): Promise<Card> {
  const card = incidentCard(asking, incident);
  const state = await loadState(asking.deps.db, incident.id);
  const me = presentParticipant(state, { personId: asking.viewer.personId });
  const roles = me === undefined ? [] : openRoles(me);
  const leads = roles.includes('commander') || roles.includes('liaison');
  const next = leads ? nextDeadlines(state).find(({ kind }) => kind !== 'task') : undefined;
  const facts = [
    ...(roles.length === 0 ? [] : [{ label: 'Your role', value: roles.join(', ') }]),
    ...(next === undefined ? [] : [{ label: 'Next', value: `${next.title}, ${next.at.slice(0, 16).replace('T', ' ')} UTC` }]),
  ];
  return { ...card, facts: [...(card.facts ?? []), ...facts], buttons: [...(card.buttons ?? []), ...(state.stage === 'review' ? afterwards(incident.id) : [])] };
}

/** What is left to do when the channel is archived, where nobody can type. */
function afterwards(incidentId: string): CardButton[] {
  return [
    { label: 'Postmortem', action: 'postmortem', value: incidentId },
    { label: 'How did it go?', action: 'form', value: `feedback ${incidentId}` },
    { label: 'Change stage', action: 'stage', value: incidentId },
  ];
}
