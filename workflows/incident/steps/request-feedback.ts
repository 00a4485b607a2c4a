import { notify } from '../../activities.ts';
import { inputOf, type StepRun } from './types.ts';

/** Asks the participants for feedback. */
export const requestFeedback: StepRun = (context) => notify.requestFeedback.executeWithOptions({ summary: context.summary }, [inputOf(context)]);
