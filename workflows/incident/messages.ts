import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Command, CommandName, CommandResult } from '../../domain/incident/commands.ts';
import type { Deadline } from '../../domain/incident/deadlines.ts';
import type { ResourceFacts } from '../../domain/incident/events.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { PersonRef, Role, StepState } from '../../domain/incident/types.ts';
import { COST_THRESHOLD_SIGNAL, type CostThresholdCrossed } from '../ids.ts';

/** What `incidentWorkflow` is started with by a declaration, a command or the sweep; a continued run adds what the workflow carries itself. */
export interface IncidentWorkflowInput {
  incidentId: string;
}

/** One Update per command, of the same name; `updateId` should be the command's `commandId`. */
export const commandUpdates = {
  changeStage: defineUpdate<CommandResult, [Command<'changeStage'>]>('changeStage'),
  editIncident: defineUpdate<CommandResult, [Command<'editIncident'>]>('editIncident'),
  assignRole: defineUpdate<CommandResult, [Command<'assignRole'>]>('assignRole'),
  addParticipant: defineUpdate<CommandResult, [Command<'addParticipant'>]>('addParticipant'),
  removeParticipant: defineUpdate<CommandResult, [Command<'removeParticipant'>]>('removeParticipant'),
  postReport: defineUpdate<CommandResult, [Command<'postReport'>]>('postReport'),
  snoozeReport: defineUpdate<CommandResult, [Command<'snoozeReport'>]>('snoozeReport'),
  createTask: defineUpdate<CommandResult, [Command<'createTask'>]>('createTask'),
  updateTask: defineUpdate<CommandResult, [Command<'updateTask'>]>('updateTask'),
  addNote: defineUpdate<CommandResult, [Command<'addNote'>]>('addNote'),
  importMessage: defineUpdate<CommandResult, [Command<'importMessage'>]>('importMessage'),
  pinEvent: defineUpdate<CommandResult, [Command<'pinEvent'>]>('pinEvent'),
  amendEvent: defineUpdate<CommandResult, [Command<'amendEvent'>]>('amendEvent'),
  addCostLine: defineUpdate<CommandResult, [Command<'addCostLine'>]>('addCostLine'),
  changeCostLine: defineUpdate<CommandResult, [Command<'changeCostLine'>]>('changeCostLine'),
  removeCostLine: defineUpdate<CommandResult, [Command<'removeCostLine'>]>('removeCostLine'),
  rerateCost: defineUpdate<CommandResult, [Command<'rerateCost'>]>('rerateCost'),
  retryStep: defineUpdate<CommandResult, [Command<'retryStep'>]>('retryStep'),
  skipStep: defineUpdate<CommandResult, [Command<'skipStep'>]>('skipStep'),
  supplyStep: defineUpdate<CommandResult, [Command<'supplyStep'>]>('supplyStep'),
  erasePerson: defineUpdate<CommandResult, [Command<'erasePerson'>]>('erasePerson'),
} as const;

/** Names of all commands, in the order of {@link commandUpdates}. */
export const COMMAND_NAMES: readonly CommandName[] = [
  'changeStage', 'editIncident', 'assignRole', 'addParticipant', 'removeParticipant', 'postReport', 'snoozeReport', 'createTask',
  'updateTask', 'addNote', 'importMessage', 'pinEvent', 'amendEvent', 'addCostLine', 'changeCostLine', 'removeCostLine', 'rerateCost', 'retryStep', 'skipStep', 'supplyStep', 'erasePerson',
];

/** Somebody came in through the vendor's own interface (joined the channel); `signalId` makes a repeated signal one. */
export interface ParticipantJoined {
  person: PersonRef;
  role: Role;
  /** Plugin id, e.g. `slack`. */
  through: string;
  signalId: string;
}
/** Somebody left through the vendor's own interface. */
export interface ParticipantLeft {
  email: string;
  through: string;
  signalId: string;
}
/** The postmortem has an owner, a due date and a meeting; comes again when the meeting is moved. `commandId` null = by the automation. */
export interface PostmortemScheduled {
  owner: PersonRef;
  meetingAt: string;
  dueAt: string;
  by: PersonRef | null;
  signalId: string;
}
/** The postmortem was published. */
export interface PostmortemPublished {
  by: PersonRef;
  signalId: string;
}
/** A step that the postmortem's workflow runs has ended; `error` null = succeeded. */
export interface PostmortemStepEnded {
  step: string;
  run: number;
  resource: ResourceFacts | null;
  note: string | null;
  error: string | null;
  attempts: number;
}

/** Signals: past tense, nobody waits. */
export const incidentSignals = {
  participantJoined: defineSignal<[ParticipantJoined]>('participantJoined'),
  participantLeft: defineSignal<[ParticipantLeft]>('participantLeft'),
  postmortemScheduled: defineSignal<[PostmortemScheduled]>('postmortemScheduled'),
  postmortemPublished: defineSignal<[PostmortemPublished]>('postmortemPublished'),
  postmortemStepEnded: defineSignal<[PostmortemStepEnded]>('postmortemStepEnded'),
  /** The cost crossed a configured threshold. */
  costThresholdCrossed: defineSignal<[CostThresholdCrossed]>(COST_THRESHOLD_SIGNAL),
  /** People are active elsewhere (the conversation); `at` is ISO. At most one every few minutes, never one a message. */
  activityNoted: defineSignal<[{ at: string }]>('activityNoted'),
} as const;

/** One step as `getSteps` answers. */
export interface StepReport {
  id: string;
  title: string;
  state: StepState;
  run: number;
  attempts: number;
  lastError: string | null;
  since: string;
  needs: string[];
  after: string[];
}

/** Queries. */
export const incidentQueries = {
  /** The state the workflow decides on; null until it is loaded. */
  getState: defineQuery<IncidentState | null>('getState'),
  getSteps: defineQuery<StepReport[]>('getSteps'),
  /** What will happen by itself, earliest first. */
  getTimers: defineQuery<Deadline[]>('getTimers'),
} as const;

/** A person's request to the postmortem; `commandId` is also the updateId. */
export interface PostmortemRequest {
  commandId: string;
  by: PersonRef;
}
/** Updates of the postmortem's workflow; each answers when the incident has recorded the change (`version` is readable then). */
export const postmortemUpdates = {
  scheduleMeeting: defineUpdate<{ version: number }, [PostmortemRequest & { meetingAt: string; owner: PersonRef | null }]>('scheduleMeeting'),
  publish: defineUpdate<{ version: number }, [PostmortemRequest]>('publish'),
} as const;

/** Signals that the incident sends to its postmortem. */
export const postmortemSignals = {
  /** The incident recorded what a signal told it, as of `version`; `error` when it could not. */
  incidentRecorded: defineSignal<[{ signalId: string; version: number; error: string | null }]>('incidentRecorded'),
  incidentReopened: defineSignal<[]>('incidentReopened'),
  /** A step is to be run; one that runs already, or has ended, is only reported (again). */
  stepRequested: defineSignal<[{ step: string; run: number }]>('stepRequested'),
  /** A step's run is no longer wanted (tried again, skipped, or supplied by hand). */
  stepDropped: defineSignal<[{ step: string; run: number }]>('stepDropped'),
} as const;
