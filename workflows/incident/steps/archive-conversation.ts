import { conversationArchived } from '../../../domain/incident/outcomes.ts';
import { integration } from '../../activities.ts';
import { inputOf, type StepRun } from './types.ts';

/** Archives the conversation of a closed incident. */
export const archiveConversation: StepRun = async (context) => {
  const outcome = await integration.archiveConversation.executeWithOptions({ summary: context.summary }, [inputOf(context)]);
  return { ...outcome, also: (state) => conversationArchived(state, true) };
};
