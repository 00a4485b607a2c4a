import { nextDeadlines } from '../domain/incident/deadlines.ts';
import { type Lack, VendorError } from '../plugins/contract.ts';
import type { Kit } from './deps.ts';
import { onResource } from './ensure.ts';
import { participantsPage, summaryCards, type SummaryInput } from './messages/conversation/summary.ts';
import { lacking, type Part, settleAll } from './settle.ts';
import { loadSubject, type Subject } from './subject.ts';

/** Where a vendor's conversation can show how the incident stands; null for our own, whose page shows it anyway, and for one that takes no changes. */
function hasBoard({ state }: Subject): boolean {
  const conversation = state.resources.conversation;
  return conversation?.state === 'ready' && conversation.provider !== 'builtin';
}

/** The summary and the list of participants beside the conversation, as parts of an upkeep. */
export function boardParts(kit: Kit, subject: Subject): Part<string | null>[] {
  if (!hasBoard(subject)) return [];
  const incidentId = subject.state.id;
  const target = { kind: 'conversation', capability: 'conversation' } as const;
  // One at a time, each from what is stored when its turn comes: an older state must not end up on top of a newer one.
  const inTurn = (name: string, work: (now: Subject) => Promise<Lack | void | null>) => kit.inTurn(`board/${incidentId}/${name}`, () => lacking(name, loadSubject(kit, incidentId).then(work)));
  return [
    { label: 'summary', work: () => inTurn('summary', (now) => onResource(kit, { ...target, subject: now }, async (conversation, { externalId }) => conversation.showSummary?.(externalId, summaryCards(inputOf(now))))) },
    { label: 'list of participants', work: () => inTurn('list of participants', (now) => onResource(kit, { ...target, subject: now }, async (conversation, { externalId }) => conversation.showParticipants?.(externalId, participantsPage(inputOf(now))))) },
  ];
}

/** The same after something happened. What needs a person, or is not offered there, is said by the next upkeep (step `refresh`), so it fails nothing here; what may pass is thrown, to be tried again. */
export async function keepBoard(kit: Kit, subject: Subject): Promise<void> {
  try {
    await settleAll(boardParts(kit, subject));
  } catch (error) {
    if (!(error instanceof VendorError) || error.kind === 'rate-limited' || error.kind === 'unavailable') throw error;
    kit.logger.warn({ incidentId: subject.state.id, reason: error.message }, 'the summary of an incident could not be shown in its conversation');
  }
}

function inputOf({ state, url, costText }: Subject): SummaryInput {
  const report = nextDeadlines(state).find((deadline) => deadline.kind === 'report');
  return { state, url, costText, nextReportAt: report?.at ?? null };
}
