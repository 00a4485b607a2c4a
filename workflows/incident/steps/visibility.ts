import { integration } from '../../activities.ts';
import { inputOf, type StepRun } from './types.ts';

/** Makes the resources private or open, as the incident is now. */
export const visibility: StepRun = async (context) => {
  const input = { ...inputOf(context), changeKey: `${context.step}/${context.run}` };
  const done = await integration.setVisibility.executeWithOptions({ summary: context.summary }, [input]);
  return { resource: null, note: done?.note ?? (context.state.visibility === 'restricted' ? 'The resources are private.' : 'The resources are open.') };
};
