import { integration } from '../../activities.ts';
import { inputOf, type StepRun } from './types.ts';

/** Brings topic, links and document placeholders up to date. */
export const refresh: StepRun = (context) => integration.refreshResources.executeWithOptions({ summary: context.summary }, [inputOf(context)]);
