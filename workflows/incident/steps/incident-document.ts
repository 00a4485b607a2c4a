import { integration } from '../../activities.ts';
import { inputOf, type StepRun } from './types.ts';

/** Writes the incident document from its template. */
export const incidentDocument: StepRun = (context) => integration.createIncidentDocument.executeWithOptions({ summary: context.summary }, [inputOf(context)]);
