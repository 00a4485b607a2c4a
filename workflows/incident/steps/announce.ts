import { notify } from '../../activities.ts';
import { inputOf, type StepRun } from './types.ts';

/** Announces the incident. */
export const announce: StepRun = (context) => notify.sendAnnouncement.executeWithOptions({ summary: context.summary }, [inputOf(context)]);
