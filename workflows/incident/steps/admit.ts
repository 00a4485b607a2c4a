import { integration } from '../../activities.ts';
import { inputOf, type StepRun } from './types.ts';

/** Adds all present participants to conversation, groups and folder. */
export const admit: StepRun = (context) => integration.admitParticipants.executeWithOptions({ summary: context.summary }, [inputOf(context)]);
