import { integration } from '../../activities.ts';
import { inputOf, type StepRun } from './types.ts';

/** Opens the incident's conversation. */
export const conversation: StepRun = (context) => integration.createConversation.executeWithOptions({ summary: context.summary }, [inputOf(context)]);
