import { notify } from '../../activities.ts';
import { inputOf, type StepRun } from './types.ts';

/** Welcomes the participants. */
export const welcome: StepRun = (context) => notify.sendWelcome.executeWithOptions({ summary: context.summary }, [inputOf(context)]);
