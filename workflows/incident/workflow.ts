import { condition } from '@temporalio/workflow';
import type { Stage } from '../../domain/incident/types.ts';
import { handleCommands } from './commands.ts';
import { armDeclaration, createIncident, load } from './create.ts';
import { createAnswers, type Incident, type IncidentRunInput } from './incident.ts';
import { live } from './live.ts';
import { handleQueries } from './queries.ts';
import { createReview } from './review.ts';
import { handleSignals } from './signals.ts';

/**
 * The owner of one incident, from its declaration until nothing more can happen by itself; a later command starts it again under the same
 * id. It alone decides on the incident: commands are Updates, facts from outside are Signals, everything else it does by itself.
 */
export async function incidentWorkflow(input: IncidentRunInput): Promise<{ stage: Stage; version: number }> {
  const { incidentId, carried } = input;
  const answers = createAnswers(carried?.answers ?? []);
  const activity = { at: carried?.activityAt ?? null };
  const review = createReview(incidentId);
  const attention = { needed: true };
  const wake = () => {
    attention.needed = true;
  };

  let incident: Incident | null = null;
  const present = (): Incident | null => incident;
  const loaded = async (): Promise<Incident> => {
    await condition(() => incident !== null);
    if (!incident) throw new Error('The incident is not loaded.');
    return incident;
  };
  handleCommands({ answers, present, loaded });
  handleSignals({ answers, review, activity, loaded, wake });
  handleQueries(present, activity);

  incident = createIncident(carried?.state ?? (await load(incidentId)), { review, wake });
  await armDeclaration(incident);
  return live(incident, { review, answers, activity, attention, wake });
}
