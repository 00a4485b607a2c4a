import { rankedSettings } from './ranked.ts';

interface PriorityFields {
  /** Minutes between reminders while active; null = none. */
  tacticalReportMinutes: number | null;
  executiveReportMinutes: number | null;
  pageCommander: boolean;
}
const priorities = rankedSettings<PriorityFields>({
  table: 'incident_priorities',
  word: 'priority',
  more: { tacticalReportMinutes: 'tactical_report_minutes', executiveReportMinutes: 'executive_report_minutes', pageCommander: 'page_commander' },
});
/** All priorities, the most urgent first. */
export const listPriorities = priorities.list;
/** Adds a priority; `conflict` when the name is taken, `unknown-reference` for an unknown project. A new default takes the place of the old. */
export const createPriority = priorities.create;
/** Changes some fields; `not-found`, `conflict`, `unknown-reference`. Running incidents keep what they were declared with. */
export const updatePriority = priorities.update;
