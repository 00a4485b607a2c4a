import type { IncidentEvent, ResourceFacts } from '../domain/incident/events.ts';
import type { IncidentState } from '../domain/incident/state.ts';
import type { PersonRef, ReportKind, Role } from '../domain/incident/types.ts';

/** Every activity about one incident takes at least this. */
export interface IncidentInput {
  incidentId: string;
}
/** A step's activity: `step` and `run` make its effects unique; the worker records attempts under them. */
export interface StepInput extends IncidentInput {
  step: string;
  run: number;
}
/** What a step brought: a resource to record, and/or a sentence for the timeline. */
export interface StepResult {
  resource: ResourceFacts | null;
  note: string | null;
}
/** Somebody whom engagement rules ask in. */
export interface Engagee {
  person: PersonRef;
  role: Role;
  ruleId: string;
  ruleName: string;
  service: string | null;
}

/** Database activities: short, retried without limit. Task queue `incidents`. */
export interface DatabaseActivities {
  /** The stored state (fold of the ledger). Non-retryable `not-found` when the incident does not exist. */
  loadIncident(input: IncidentInput): Promise<{ state: IncidentState }>;
  /**
   * Appends events (hash-chained), folds them into the stored state and updates the projection in one transaction with the live
   * notification. Events whose seq is already there are skipped when their key is equal; a different key at the same seq is a non-retryable `conflict`.
   */
  recordEvents(input: IncidentInput & { events: IncidentEvent[] }): Promise<{ version: number }>;
  /** Recalculates one incident's cost; used at stage changes. Returns the total as shown. */
  calculateCost(input: IncidentInput): Promise<{ total: string; currency: string }>;
}

/** Effects at providers; each is one named activity, idempotent by our mark. Task queue `integrations`. */
export interface IntegrationActivities {
  createTicket(input: StepInput): Promise<StepResult>;
  updateTicket(input: StepInput): Promise<StepResult>;
  createConversation(input: StepInput): Promise<StepResult>;
  createStorage(input: StepInput): Promise<StepResult>;
  createIncidentDocument(input: StepInput): Promise<StepResult>;
  createReviewDocument(input: StepInput): Promise<StepResult>;
  createConference(input: StepInput): Promise<StepResult>;
  createTacticalGroup(input: StepInput): Promise<StepResult>;
  createNotificationsGroup(input: StepInput): Promise<StepResult>;
  /** Topic, bookmarks and document placeholders; run at the end of provisioning and whenever the incident changes. */
  refreshResources(input: StepInput): Promise<StepResult>;
  /** Whom the engagement rules ask in, on-call people resolved; rules that fail are named in `note` and never block. */
  resolveEngagements(input: StepInput): Promise<{ engagees: Engagee[]; note: string | null }>;
  /** Adds all present participants to conversation, groups and storage. */
  admitParticipants(input: StepInput): Promise<StepResult>;
  /** Adds/removes one participant at the resources that are there (conversation, groups, storage). */
  admitParticipant(input: IncidentInput & { person: PersonRef; changeKey: string }): Promise<void>;
  dismissParticipant(input: StepInput & { person: PersonRef; changeKey: string }): Promise<void>;
  pageCommander(input: StepInput): Promise<StepResult>;
  archiveConversation(input: StepInput): Promise<StepResult>;
  unarchiveConversation(input: StepInput): Promise<StepResult>;
  /** Makes everything at the providers as private or open as the incident is now; the note says what became of people. Runs recorded before it had a note answered nothing. */
  setVisibility(input: StepInput & { changeKey: string }): Promise<{ note: string | null } | undefined>;
}

/** Messages to people; each is one named activity with a unique delivery key. Task queue `integrations`, notify policy. */
export interface MessageActivities {
  sendWelcome(input: StepInput): Promise<StepResult>;
  sendAnnouncement(input: StepInput): Promise<StepResult>;
  welcomeParticipant(input: IncidentInput & { person: PersonRef; changeKey: string }): Promise<void>;
  /** Tells the conversation about ledger events that people should see there (stage, role, report, task, edit …). */
  announceEvents(input: IncidentInput & { seqs: number[] }): Promise<void>;
  /** Brings the summary in the conversation up to date, e.g. when a step has failed. */
  showBoard(input: IncidentInput): Promise<void>;
  /** Sends a posted report to its audience by e-mail. */
  sendReport(input: IncidentInput & { reportId: string }): Promise<void>;
  requestFeedback(input: StepInput): Promise<StepResult>;
  sendReportReminder(input: IncidentInput & { kind: ReportKind; deadline: string }): Promise<{ to: string[]; text: string }>;
  sendStageReminder(input: IncidentInput & { reminder: 'stale' | 'close'; deadline: string }): Promise<{ to: string[]; text: string }>;
  sendTaskReminder(input: IncidentInput & { taskId: string; deadline: string }): Promise<{ to: string[]; text: string }>;
  sendReviewReminder(input: IncidentInput & { deadline: string }): Promise<{ to: string[]; text: string }>;
}

/** What the postmortem workflow calls. */
export interface PostmortemActivities {
  /** Makes (or adopts) the postmortem row with owner and due date. */
  openPostmortem(input: IncidentInput & { owner: PersonRef; dueAt: string }): Promise<{ postmortemId: string; published: boolean }>;
  /** Drafts the review document from the timeline; text that people already wrote is kept. */
  draftPostmortem(input: StepInput): Promise<StepResult>;
  /** Schedules the review meeting through the conference capability and invites the participants. */
  scheduleReviewMeeting(input: StepInput & { meetingAt: string }): Promise<StepResult>;
  /** Sends the published postmortem to participants and the notifications group. */
  announcePostmortem(input: StepInput): Promise<StepResult>;
}

/** The cost pass. Task queue `incidents`. */
export interface CostActivities {
  /** Recalculates one page of incidents after `cursor`, heartbeating it; null = done. One bad row is reported on its incident and never stops the rest. */
  recalculateCosts(input: { cursor: string | null; pageSize: number; asOf: string }): Promise<{ cursor: string | null; visited: number; written: number; failed: number }>;
}

/** What of costs goes to providers. Task queue `integrations`. */
export interface CostTicketActivities {
  /** Writes the cost into tickets whose cost moved, each at most once an hour, those that waited longest first; a ticket that cannot be written to is passed over until then. */
  updateTicketCosts(input: { limit: number }): Promise<{ updated: number; failed: number }>;
}

/** Sweeps: scheduled repairs. Task queue `incidents`. */
export interface SweepActivities {
  /** Starts the workflows of declared incidents that have none (Temporal was down when they were declared). */
  startMissingWorkflows(input: { limit: number }): Promise<{ started: number }>;
  /** Retries e-mails that stayed pending, prunes old live changes and used idempotency keys. */
  tidy(): Promise<{ deliveries: number; pruned: number }>;
  /** Takes erasures of people's data one page of incidents further; `more` = there is something left. */
  continueErasures(): Promise<{ incidents: number; more: boolean }>;
  /** Purges incidents whose project's retention is over, at most `limit`; `more` = there may be others. */
  purgeDue(input: { limit: number }): Promise<{ purged: number; more: boolean }>;
}

/** Everything workflows may call. */
export type Activities = DatabaseActivities & IntegrationActivities & MessageActivities & PostmortemActivities & CostActivities & CostTicketActivities & SweepActivities;
