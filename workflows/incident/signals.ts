import { log, setHandler } from '@temporalio/workflow';
import { DomainError } from '../../domain/errors.ts';
import { AUTOMATION } from '../../domain/incident/arming.ts';
import { addParticipant, removeParticipant } from '../../domain/incident/decide/people.ts';
import { latest, toIso } from '../../domain/time.ts';
import { explain } from './failures.ts';
import type { Answers, Incident } from './incident.ts';
import type { Change } from './ledger.ts';
import { incidentSignals } from './messages.ts';
import { publishedByPostmortem, scheduledByPostmortem, type Review } from './review.ts';

/** What the handlers need before the incident is loaded. */
export interface SignalParts {
  answers: Answers;
  review: Review;
  /** Activity outside the ledger; `at` is ISO or null. */
  activity: { at: string | null };
  loaded(): Promise<Incident>;
  wake(): void;
}

/** Registers the handlers of everything that nobody waits for. A signal that the state refuses is logged and forgotten. */
export function handleSignals(parts: SignalParts): void {
  const { review, activity, wake } = parts;
  setHandler(incidentSignals.participantJoined, ({ person, role, through, signalId }) =>
    record(parts, signalId, (state) => addParticipant(state, { person, role, source: { kind: 'self' } }, { kind: 'plugin', name: through })));
  setHandler(incidentSignals.participantLeft, ({ email, through, signalId }) =>
    record(parts, signalId, (state) => removeParticipant(state, { email }, { kind: 'plugin', name: through })));
  setHandler(incidentSignals.postmortemScheduled, async (signal) => {
    const actor = signal.by ? { kind: 'person' as const, ...signal.by } : AUTOMATION;
    await record(parts, signal.signalId, (state) => scheduledByPostmortem(state, signal, actor));
    await review.acknowledge(await parts.loaded(), signal.signalId, (state) => state.postmortem !== null);
  });
  setHandler(incidentSignals.postmortemPublished, async ({ by, signalId }) => {
    await record(parts, signalId, (state) => publishedByPostmortem(state, by));
    await review.acknowledge(await parts.loaded(), signalId, (state) => state.postmortem?.state === 'published');
  });
  setHandler(incidentSignals.postmortemStepEnded, (ended) => review.ended(ended));
  setHandler(incidentSignals.costThresholdCrossed, async ({ signalId, ...data }) => {
    // Runs of the first version were told without an id, and only logged it.
    if (signalId !== undefined) await record(parts, signalId, () => [{ kind: 'cost.thresholdCrossed', actor: AUTOMATION, data }]);
  });
  setHandler(incidentSignals.activityNoted, ({ at }) => {
    const time = toIso(at);
    if (time !== null) activity.at = latest(time, activity.at);
    wake();
  });
}

async function record({ answers, loaded }: SignalParts, signalId: string, decide: Change['decide']): Promise<void> {
  const incident = await loaded();
  if (answers.get(signalId)) return;
  answers.set(signalId, { version: incident.ledger.state.version, seqs: [] });
  try {
    await incident.commit({ key: signalId, decide });
  } catch (error) {
    if (error instanceof DomainError) log.info('A signal was refused', { signalId, ...explain(error) });
    else log.warn('A signal could not be recorded', { signalId, ...explain(error) });
  }
}
