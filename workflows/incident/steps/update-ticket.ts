import { integration } from '../../activities.ts';
import { inputOf, type StepRun } from './types.ts';

/** Brings the ticket up to date. */
export const updateTicket: StepRun = (context) => integration.updateTicket.executeWithOptions({ summary: context.summary }, [inputOf(context)]);
