import { conversationArchived } from '../../../domain/incident/outcomes.ts';
import { integration } from '../../activities.ts';
import { inputOf, type StepRun } from './types.ts';

/** Opens the conversation of a reopened incident again. */
export const unarchiveConversation: StepRun = async (context) => {
  const outcome = await integration.unarchiveConversation.executeWithOptions({ summary: context.summary }, [inputOf(context)]);
  return { ...outcome, also: (state) => conversationArchived(state, false) };
};
