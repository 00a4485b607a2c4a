/** Task queue of workflows and database activities. */
export const INCIDENTS_QUEUE = 'incidents';
/** Task queue of everything that talks to providers or people. */
export const INTEGRATIONS_QUEUE = 'integrations';

/** Workflow types as Temporal knows them; equal to the exports of `workflows/index.ts`. */
export const WORKFLOW_TYPES = {
  incident: 'incidentWorkflow',
  postmortem: 'postmortemWorkflow',
  cost: 'incidentCostWorkflow',
  startMissing: 'startMissingSweep',
  tidy: 'tidySweep',
  privacy: 'privacySweep',
} as const;

/** Workflow id of an incident's owner. */
export function incidentWorkflowId(incidentId: string): string {
  return `incident/${incidentId}`;
}

/** Workflow id of an incident's postmortem. */
export function postmortemWorkflowId(incidentId: string): string {
  return `postmortem/${incidentId}`;
}

/** Workflow id of the cost pass, and id of its Schedule. */
export const COST_WORKFLOW_ID = 'cost';

/** The cost reached what an alert watches for, told once per crossing. `amount` and `total` are decimal texts, `number` counts the crossings of the alert. */
export interface CostThresholdCrossed {
  alertId: string;
  name: string;
  measure: 'response' | 'total';
  amount: string;
  total: string;
  currency: string;
  number: number;
  /** Makes a repeated signal one. */
  signalId: string;
}
/** Name of the signal that carries {@link CostThresholdCrossed}. */
export const COST_THRESHOLD_SIGNAL = 'costThresholdCrossed';

/** Workflow id of a sweep, and id of its Schedule. */
export function sweepWorkflowId(name: 'start-missing' | 'tidy' | 'privacy'): string {
  return `sweep/${name}`;
}

/** The incident id inside an incident's or postmortem's workflow id; null for other workflows. */
export function incidentIdOf(workflowId: string): string | null {
  const match = /^(?:incident|postmortem)\/(.+)$/.exec(workflowId);
  return match?.[1] ?? null;
}
