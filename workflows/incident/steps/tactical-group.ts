import { integration } from '../../activities.ts';
import { inputOf, type StepRun } from './types.ts';

/** Creates the group of those who work on the incident. */
export const tacticalGroup: StepRun = (context) => integration.createTacticalGroup.executeWithOptions({ summary: context.summary }, [inputOf(context)]);
