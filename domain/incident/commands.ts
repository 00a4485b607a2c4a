import type { CostLineFacts, IncidentEdit, JoinSource, ResourceFacts, TaskFacts } from './events.ts';
import type { Actor, PersonRef, ReportBody, ReportKind, Role, Stage, TaskState } from './types.ts';

/** What each command asks for. Configuration and people are resolved to refs by the caller, so deciding needs no look-up. */
export interface CommandData {
  changeStage: { stage: Stage; reason: string | null };
  editIncident: { edit: IncidentEdit };
  assignRole: { person: PersonRef; role: Role };
  addParticipant: { person: PersonRef; role: Role; source: JoinSource };
  removeParticipant: { email: string };
  postReport: { reportId: string; report: ReportBody };
  snoozeReport: { kind: ReportKind; until: string };
  createTask: TaskFacts;
  updateTask: { taskId: string; changes: { state?: TaskState; title?: string; description?: string; assignee?: PersonRef | null; dueAt?: string | null } };
  addNote: { text: string; at: string | null };
  /** A message of a conversation that somebody wants on the timeline; `at` is when it was written. */
  importMessage: { messageId: string; author: PersonRef | null; text: string; at: string };
  pinEvent: { seq: number; pinned: boolean };
  amendEvent: { seq: number; text: string };
  /** `at` null = now. */
  addCostLine: Omit<CostLineFacts, 'at'> & { at: string | null };
  changeCostLine: { lineId: string; changes: Partial<Pick<CostLineFacts, 'kind' | 'amount' | 'note' | 'at'>> };
  removeCostLine: { lineId: string };
  /** What the preview answered. */
  rerateCost: { pricingId: string; before: string; after: string; currency: string; reason: string };
  retryStep: { step: string };
  skipStep: { step: string; reason: string | null };
  supplyStep: { step: string; resource: Omit<ResourceFacts, 'kind' | 'provider'> };
  /** The actor is the system: who asked stands in the audit log. */
  erasePerson: { erasureId: string; personId: string };
}
/** Names of the commands; each is a Temporal Update of the same name. */
export type CommandName = keyof CommandData;

/** A command as the workflow receives it. */
export type Command<N extends CommandName = CommandName> = {
  [P in N]: { name: P; actor: Actor; /** Same id = same command, answered once. */ commandId: string; data: CommandData[P] };
}[N];

/** The answer to every command: the version the caller can read in the projection, and the events it made (none = nothing changed). */
export interface CommandResult {
  version: number;
  seqs: number[];
}
