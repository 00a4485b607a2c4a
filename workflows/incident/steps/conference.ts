import { integration } from '../../activities.ts';
import { inputOf, type StepRun } from './types.ts';

/** Sets up the incident's conference. */
export const conference: StepRun = (context) => integration.createConference.executeWithOptions({ summary: context.summary }, [inputOf(context)]);
