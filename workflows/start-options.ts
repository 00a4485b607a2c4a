import type { IncidentState } from '../domain/incident/state.ts';
import { attributesOf, type AttributePair } from './attributes.ts';
import { incidentWorkflowId, INCIDENTS_QUEUE, WORKFLOW_TYPES } from './ids.ts';
import type { IncidentWorkflowInput } from './incident/messages.ts';

/** How to start the workflow of an incident; spread it into `client.workflow.start` or `WithStartWorkflowOperation`. */
export interface IncidentStart {
  workflowId: string;
  taskQueue: string;
  args: [IncidentWorkflowInput];
  staticSummary: string;
  typedSearchAttributes: AttributePair[];
  workflowIdConflictPolicy: 'USE_EXISTING';
  workflowIdReusePolicy: 'ALLOW_DUPLICATE';
}

/** Name of the workflow type that {@link incidentStart} is for. */
export const INCIDENT_WORKFLOW = WORKFLOW_TYPES.incident;

/**
 * Start options of an incident's workflow, the same for the API and the sweep. Starting one that runs already changes nothing. Nothing in
 * them names people or says what happened: no title, no memo.
 */
export function incidentStart(state: IncidentState): IncidentStart {
  return {
    workflowId: incidentWorkflowId(state.id),
    taskQueue: INCIDENTS_QUEUE,
    args: [{ incidentId: state.id }],
    staticSummary: `Incident ${state.key}`,
    typedSearchAttributes: attributesOf(state),
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  };
}
