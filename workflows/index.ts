/* The bundle's only entry: every export is a workflow type. */
export { incidentCostWorkflow } from './cost.ts';
export { incidentWorkflow } from './incident/workflow.ts';
export { postmortemWorkflow } from './postmortem/workflow.ts';
export { privacySweep } from './sweeps/privacy.ts';
export { startMissingSweep } from './sweeps/start-missing.ts';
export { tidySweep } from './sweeps/tidy.ts';
