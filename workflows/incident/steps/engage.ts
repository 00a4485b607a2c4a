import { engaged } from '../../../domain/incident/outcomes.ts';
import { integration } from '../../activities.ts';
import { inputOf, type StepRun } from './types.ts';

/** Asks in whom the engagement rules name, and replaces an interim commander. */
export const engage: StepRun = async (context) => {
  const { engagees, note } = await integration.resolveEngagements.executeWithOptions({ summary: context.summary }, [inputOf(context)]);
  return { resource: null, note, also: (state) => engaged(state, engagees) };
};
