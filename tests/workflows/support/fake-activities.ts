import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities, Engagee, IncidentInput, StepInput, StepResult } from '../../../activities/types.ts';
import type { IncidentEvent } from '../../../domain/incident/events.ts';
import { evolve } from '../../../domain/incident/evolve.ts';
import type { IncidentState } from '../../../domain/incident/state.ts';
import type { ResourceKind } from '../../../domain/incident/types.ts';

/** One call of an activity that got through to its effect. */
export interface Call {
  name: keyof Activities;
  incidentId: string;
  input: Record<string, unknown>;
}

/** An incident as the fake database has it. */
export interface StoredIncident {
  state: IncidentState;
  events: IncidentEvent[];
}

/** Runs before an activity's effect and may throw or wait; `attempt` counts from 1. */
export type Trouble = (input: Record<string, unknown>, attempt: number) => void | Promise<void>;

/** The world outside the workflows, in memory. */
export interface FakeWorld {
  activities: Activities;
  incidents: Map<string, StoredIncident>;
  calls: Call[];
  /** How often `recordEvents` was called, for counting batches. */
  writes: number;
  /** How many answers of `recordEvents` get lost after it has written. */
  lostAnswers: number;
  engagees: Engagee[];
  costPages: { visited: number; written: number; failed: number }[];
  missing: number;
  /** What the ticket system calls a ticket; it keeps to the incident's key unless told otherwise. */
  ticketName(key: string): string;
  /** Makes an activity fail or wait until `null` is set again. */
  trouble(name: keyof Activities, trouble: Trouble | null): void;
  /** An event that somebody else wrote. */
  inject(event: IncidentEvent): void;
  /** Ends all troubles and special answers. */
  calm(): void;
  store(event: IncidentEvent<'incident.declared'>): IncidentState;
  of(incidentId: string): StoredIncident;
  callsOf(incidentId: string, name: keyof Activities): Call[];
  kinds(incidentId: string): string[];
}

/** A failure that waits for a person, as the real activities make one. */
export function needsPerson(message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, 'vendor/auth');
}

/** An empty world whose activities keep the promises of the real ones: idempotent, conflicts refused, state folded. */
export function createFakeWorld(): FakeWorld {
  const troubles = new Map<keyof Activities, Trouble>();
  const world: Omit<FakeWorld, 'activities'> = {
    incidents: new Map(),
    calls: [],
    writes: 0,
    lostAnswers: 0,
    engagees: [],
    costPages: [],
    missing: 0,
    ticketName: (key) => key,
    trouble: (name, trouble) => void (trouble ? troubles.set(name, trouble) : troubles.delete(name)),
    inject: (event) => void append(world.of(event.incidentId), [event]),
    calm() {
      troubles.clear();
      world.engagees = [];
      world.ticketName = (key) => key;
    },
    store(event) {
      const state = evolve(null, event);
      world.incidents.set(event.incidentId, { state, events: [event] });
      return state;
    },
    of(incidentId) {
      const incident = world.incidents.get(incidentId);
      if (!incident) throw ApplicationFailure.nonRetryable('There is no such incident.', 'not-found');
      return incident;
    },
    callsOf: (incidentId, name) => world.calls.filter((c) => c.incidentId === incidentId && c.name === name),
    kinds: (incidentId) => world.of(incidentId).events.map((e) => e.kind),
  };

  async function effect(name: keyof Activities, input: object): Promise<void> {
    const fields: Record<string, unknown> = { ...input };
    await troubles.get(name)?.(fields, Context.current().info.attempt);
    const { incidentId } = fields;
    world.calls.push({ name, incidentId: typeof incidentId === 'string' ? incidentId : '', input: fields });
  }
  const times = (name: keyof Activities): number => world.calls.filter((call) => call.name === name).length;
  const resource = (name: keyof Activities, kind: ResourceKind) => async (input: StepInput): Promise<StepResult> => {
    await effect(name, input);
    const { key } = world.of(input.incidentId).state;
    const label = kind === 'ticket' ? world.ticketName(key) : `${key.toLowerCase()}-${kind}`;
    return { resource: { kind, provider: 'fake', externalId: `${kind}/${input.incidentId}`, url: null, name: label }, note: null };
  };
  const step = (name: keyof Activities) => async (input: StepInput): Promise<StepResult> => {
    await effect(name, input);
    return { resource: null, note: null };
  };
  const plain = (name: keyof Activities) => (input: object): Promise<void> => effect(name, input);
  const reminder = (name: keyof Activities) => async (input: IncidentInput): Promise<{ to: string[]; text: string }> => {
    await effect(name, input);
    return { to: ['nadia@example.com'], text: `Reminder by ${name}` };
  };

  const activities: Activities = {
    async loadIncident({ incidentId }) {
      await effect('loadIncident', { incidentId });
      return { state: world.of(incidentId).state };
    },
    async recordEvents({ incidentId, events }) {
      await effect('recordEvents', { incidentId, kinds: events.map((e) => e.kind) });
      world.writes += 1;
      const version = append(world.of(incidentId), events);
      world.lostAnswers -= 1;
      if (world.lostAnswers >= 0) throw new Error('connection reset');
      return { version };
    },
    async calculateCost(input) {
      await effect('calculateCost', input);
      return { total: '12.50', currency: 'USD' };
    },
    createTicket: resource('createTicket', 'ticket'),
    updateTicket: step('updateTicket'),
    createConversation: resource('createConversation', 'conversation'),
    createStorage: resource('createStorage', 'storage'),
    createIncidentDocument: resource('createIncidentDocument', 'document'),
    createReviewDocument: resource('createReviewDocument', 'reviewDocument'),
    createConference: resource('createConference', 'conference'),
    createTacticalGroup: resource('createTacticalGroup', 'tacticalGroup'),
    createNotificationsGroup: resource('createNotificationsGroup', 'notificationsGroup'),
    refreshResources: step('refreshResources'),
    async resolveEngagements(input) {
      await effect('resolveEngagements', input);
      return { engagees: world.engagees, note: null };
    },
    admitParticipants: step('admitParticipants'),
    admitParticipant: plain('admitParticipant'),
    dismissParticipant: plain('dismissParticipant'),
    pageCommander: step('pageCommander'),
    archiveConversation: step('archiveConversation'),
    unarchiveConversation: step('unarchiveConversation'),
    setVisibility: step('setVisibility'),
    sendWelcome: step('sendWelcome'),
    sendAnnouncement: step('sendAnnouncement'),
    welcomeParticipant: plain('welcomeParticipant'),
    announceEvents: plain('announceEvents'),
    showBoard: plain('showBoard'),
    sendReport: plain('sendReport'),
    requestFeedback: step('requestFeedback'),
    sendReportReminder: reminder('sendReportReminder'),
    sendStageReminder: reminder('sendStageReminder'),
    sendTaskReminder: reminder('sendTaskReminder'),
    sendReviewReminder: reminder('sendReviewReminder'),
    async openPostmortem(input) {
      await effect('openPostmortem', input);
      return { postmortemId: input.incidentId, published: false };
    },
    draftPostmortem: step('draftPostmortem'),
    scheduleReviewMeeting: step('scheduleReviewMeeting'),
    announcePostmortem: step('announcePostmortem'),
    async recalculateCosts({ cursor, pageSize, asOf }) {
      Context.current().heartbeat(cursor);
      await effect('recalculateCosts', { cursor, pageSize, asOf });
      const page = Number(cursor ?? 0);
      const done = world.costPages[page];
      if (!done) return { cursor: null, visited: 0, written: 0, failed: 0 };
      return { ...done, cursor: page + 1 < world.costPages.length ? String(page + 1) : null };
    },
    async updateTicketCosts({ limit }) {
      await effect('updateTicketCosts', { limit });
      return { updated: 1, failed: 0 };
    },
    async startMissingWorkflows({ limit }) {
      await effect('startMissingWorkflows', { limit });
      const started = Math.min(limit, world.missing);
      world.missing -= started;
      return { started };
    },
    async continueErasures() {
      await effect('continueErasures', {});
      return { incidents: 5, more: times('continueErasures') === 1 };
    },
    async purgeDue(input) {
      await effect('purgeDue', input);
      const isFirst = times('purgeDue') === 1;
      return { purged: isFirst ? 20 : 3, more: isFirst };
    },
    async tidy() {
      await effect('tidy', {});
      return { deliveries: 2, pruned: 3 };
    },
  };
  return Object.assign(world, { activities });
}

function append(incident: StoredIncident, events: readonly IncidentEvent[]): number {
  let { state } = incident;
  const fresh: IncidentEvent[] = [];
  for (const event of events) {
    const known = incident.events.find((e) => e.seq === event.seq || e.key === event.key) ?? fresh.find((e) => e.key === event.key);
    if (known?.seq === event.seq && known.key === event.key) continue;
    if (known) throw ApplicationFailure.nonRetryable(`Event ${event.seq} (${event.key}) collides with ${known.seq} (${known.key}).`, 'conflict');
    // As the real ledger does: what is stored went through JSON.
    const row: IncidentEvent = JSON.parse(JSON.stringify(event));
    state = evolve(state, row);
    fresh.push(row);
  }
  incident.events.push(...fresh);
  incident.state = state;
  return state.version;
}
