import { integration } from '../../activities.ts';
import { inputOf, type StepRun } from './types.ts';

/** Pages the commander. */
export const pageCommander: StepRun = (context) => integration.pageCommander.executeWithOptions({ summary: context.summary }, [inputOf(context)]);
