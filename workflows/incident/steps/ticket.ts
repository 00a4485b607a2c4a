import { keyedBy } from '../../../domain/incident/outcomes.ts';
import { integration } from '../../activities.ts';
import { inputOf, type StepRun } from './types.ts';

/** Creates the ticket; its name becomes the incident's key. */
export const ticket: StepRun = async (context) => {
  const outcome = await integration.createTicket.executeWithOptions({ summary: context.summary }, [inputOf(context)]);
  const name = outcome.resource?.name;
  return name === undefined ? outcome : { ...outcome, also: (state) => keyedBy(state, name) };
};
