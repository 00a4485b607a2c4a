import { rankedSettings } from './ranked.ts';

const severities = rankedSettings<object>({ table: 'incident_severities', word: 'severity', more: {} });
/** All severities, the worst first. */
export const listSeverities = severities.list;
/** Adds a severity; `conflict` when the name is taken, `unknown-reference` for an unknown project. A new default takes the place of the old. */
export const createSeverity = severities.create;
/** Changes some fields; `not-found`, `conflict`, `unknown-reference`. Running incidents keep what they were declared with. */
export const updateSeverity = severities.update;
