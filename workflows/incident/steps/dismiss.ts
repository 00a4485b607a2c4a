import { personRef } from '../../../domain/incident/roles.ts';
import { integration } from '../../activities.ts';
import { inputOf, type StepRun } from './types.ts';

/** Takes one person out of conversation, groups and folder; nothing when they have come back meanwhile. */
export const dismiss: StepRun = async (context) => {
  const participant = context.state.participants.find((p) => context.step === `dismiss-${p.personId}`);
  if (!participant || participant.removedAt === null) return { resource: null, note: 'They are a participant again.' };
  const input = { ...inputOf(context), person: personRef(participant), changeKey: `${context.step}/${context.run}` };
  await integration.dismissParticipant.executeWithOptions({ summary: context.summary }, [input]);
  return { resource: null, note: null };
};
