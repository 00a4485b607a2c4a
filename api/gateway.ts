import type { Command, CommandResult } from '../domain/incident/commands.ts';
import type { IncidentState } from '../domain/incident/state.ts';
import type { PersonRef } from '../domain/incident/types.ts';

/** What people ask of a postmortem. */
export type PostmortemCommand = { commandId: string; by: PersonRef } & ({ name: 'scheduleMeeting'; meetingAt: string; owner: PersonRef | null } | { name: 'publish' });

/** How the workflow engine is doing, with a sentence for people. */
export interface EngineHealth {
  ok: boolean;
  detail: string;
}

/** A Schedule of Temporal's: when it ran last and runs next, ISO; null = never, or not by itself. */
export interface ScheduleState {
  paused: boolean;
  lastAt: string | null;
  nextAt: string | null;
}

/** The API's way to the workflows that own incidents and postmortems. */
export interface CommandGateway {
  /** Sends a command to the incident's owner and waits for its answer; refusals and outages are `DomainError`s. Sent again with the same `commandId` it is answered again, not done again. */
  send(incidentId: string, command: Command): Promise<CommandResult>;
  /** Sends a command to the postmortem's owner; as {@link CommandGateway.send}. */
  postmortem(incidentId: string, command: PostmortemCommand): Promise<{ version: number }>;
  /** Asks that the incident's owner runs; null when that has to be tried again later. Never rejects. */
  start(state: IncidentState): Promise<{ runId: string } | null>;
  /** Asks the worker to send waiting mail now; without an answer its sweep does within a minute. Never rejects. */
  sendMail(): void;
  /** Tells the owner that people are active in the incident's conversation; costs nothing when called often. Never rejects. */
  noteActivity(incidentId: string): void;
  /** Runs a Schedule now; `unavailable` when that cannot be. */
  runSchedule(id: string): Promise<void>;
  /** How a Schedule is doing; null when that cannot be known. Never rejects. */
  scheduleState(id: string): Promise<ScheduleState | null>;
  /** What was last known, at once; asks again in the background when that is older than a few seconds. */
  lastHealth(): EngineHealth;
  /** What is known now; asks the engine when the last answer is older than a few seconds. Never rejects. */
  health(): Promise<EngineHealth>;
  close(): Promise<void>;
}
