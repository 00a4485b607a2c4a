import { integration } from '../../activities.ts';
import { inputOf, type StepRun } from './types.ts';

/** Prepares the review document. */
export const reviewDocument: StepRun = (context) => integration.createReviewDocument.executeWithOptions({ summary: context.summary }, [inputOf(context)]);
