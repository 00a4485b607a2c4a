import { integration } from '../../activities.ts';
import { inputOf, type StepRun } from './types.ts';

/** Creates the group of those who want to know. */
export const notificationsGroup: StepRun = (context) => integration.createNotificationsGroup.executeWithOptions({ summary: context.summary }, [inputOf(context)]);
