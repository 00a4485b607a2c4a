import { integration } from '../../activities.ts';
import { inputOf, type StepRun } from './types.ts';

/** Tells the ticket that the incident is closed. */
export const closeTicket: StepRun = (context) => integration.updateTicket.executeWithOptions({ summary: context.summary }, [inputOf(context)]);
