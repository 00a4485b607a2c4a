import { condition } from '@temporalio/workflow';
import { ANNOUNCED, isPartOfDeclaring } from '../../domain/incident/announced.ts';
import { isOver } from '../../domain/incident/decide/people.ts';
import type { EventKind, IncidentEvent } from '../../domain/incident/events.ts';
import { planOf } from '../../domain/incident/plan.ts';
import { notify } from '../activities.ts';
import { tellsWithoutConversation } from '../versions.ts';
import type { Incident } from './incident.ts';
import type { Review } from './review.ts';

/** Background group of announcements; the conversation is not archived while one is on its way. */
export const ANNOUNCING = 'announcing';
/** What changes which steps wait for a person. */
const BOARD: ReadonlySet<EventKind> = new Set<EventKind>(['step.failed', 'step.retried', 'step.skipped', 'step.supplied']);
/** Longest wait of a message for the thing it is about. */
const MESSAGE_PATIENCE = '5 minutes';

/** Sets going what follows from recorded events and what nobody waits for. */
export function setGoing(incident: Incident, review: Review, events: readonly IncidentEvent[]): void {
  incident.runner.react(events);
  const seqs = events.filter((e) => ANNOUNCED.has(e.kind) && !isPartOfDeclaring(e, incident.ledger.state.steps['announce']?.state)).map((e) => e.seq);
  if (seqs.length > 0) announce(incident, seqs);
  if (events.some((e) => BOARD.has(e.kind))) incident.showBoard();
  for (const event of events) react(incident, review, event);
}

function react(incident: Incident, review: Review, event: IncidentEvent): void {
  const incidentId = incident.id;
  if (event.kind === 'report.posted') {
    const input = { incidentId, reportId: event.data.reportId };
    incident.background.start('Sending a report', () => notify.sendReport.executeWithOptions({ summary: `Send the ${event.data.report.kind} report` }, [input]));
  }
  if (event.kind === 'participant.added') welcome(incident, event);
  if (event.kind === 'stage.changed' && event.data.from === 'review') review.reopened(incident);
  if ((event.kind === 'step.skipped' || event.kind === 'step.supplied') && planOf(event.data.step)?.runsIn === 'postmortem') review.dropped(incident, event.data.step, event.data.run);
}

function announce(incident: Incident, seqs: number[]): void {
  const { state } = incident.ledger;
  const isThere = () => incident.ledger.state.resources.conversation !== undefined;
  const isReady = () => incident.ledger.state.resources.conversation?.state === 'ready';
  const tell = async () => notify.announceEvents.executeWithOptions({ summary: 'Tell the conversation what changed' }, [{ incidentId: incident.id, seqs }]);
  if (!isThere()) {
    // Mails need no conversation; what is to be said there is said by `refresh` once it is ready.
    if (state.steps['conversation'] !== undefined && tellsWithoutConversation()) incident.background.start('Announcing events', tell, ANNOUNCING);
    return;
  }
  if (!isReady() && isOver(state)) return;
  incident.background.start('Announcing events', async () => {
    if (await condition(isReady, MESSAGE_PATIENCE, { summary: 'Wait for the conversation' })) await tell();
  }, ANNOUNCING);
}

function welcome(incident: Incident, { data: { person }, key }: IncidentEvent<'participant.added'>): void {
  const { state } = incident.ledger;
  if (isOver(state) || state.steps['welcome'] === undefined || state.steps['welcome'].state === 'pending') return;
  incident.background.start('Welcoming a participant', async () => {
    await condition(() => incident.ledger.state.steps['admit']?.state !== 'pending', MESSAGE_PATIENCE, { summary: 'Wait until they are let in' });
    await notify.welcomeParticipant.executeWithOptions({ summary: 'Welcome a participant' }, [{ incidentId: incident.id, person, changeKey: key }]);
  });
}
