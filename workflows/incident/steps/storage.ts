import { integration } from '../../activities.ts';
import { inputOf, type StepRun } from './types.ts';

/** Creates the incident's folder. */
export const storage: StepRun = (context) => integration.createStorage.executeWithOptions({ summary: context.summary }, [inputOf(context)]);
