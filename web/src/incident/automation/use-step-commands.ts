import { routes } from '../../../../api/contract/index.ts';
import { type Incident, patchIncident, type Step, useCommand } from '../queries.ts';

const withStep = (incident: Incident, id: string, changes: Partial<Step>): Incident => ({ ...incident, steps: incident.steps.map((step) => (step.id === id ? { ...step, ...changes } : step)) });

/** What people can do about a step: try it again now, or go on without it; both show at once. */
export function useStepCommands(incident: Incident, step: Step): { retry: () => void; skip: (reason: string) => void; busy: boolean } {
  const params = { incident: incident.key, step: step.id };
  const retry = useCommand(routes.incidents.retryStep, `“${step.title}” was not retried`, {
    optimistic: (client) => patchIncident(client, incident.key, (known) => withStep(known, step.id, { state: 'running', startedAt: new Date().toISOString() })),
  });
  const skip = useCommand(routes.incidents.skipStep, `“${step.title}” was not skipped`, {
    optimistic: (client) => patchIncident(client, incident.key, (known) => withStep(known, step.id, { state: 'skipped' })),
  });
  return {
    retry: () => retry.mutate({ params }),
    skip: (reason) => skip.mutate({ params, body: reason.trim() === '' ? {} : { reason: reason.trim() } }),
    busy: retry.isPending || skip.isPending,
  };
}
