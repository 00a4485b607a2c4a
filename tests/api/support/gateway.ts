import { DomainError } from '../../../domain/errors.ts';
import type { Command, CommandResult } from '../../../domain/incident/commands.ts';
import type { NewEvent } from '../../../domain/incident/events.ts';
import { decide } from '../../../domain/incident/machine.ts';
import { numbered } from '../../../domain/incident/number.ts';
import type { IncidentState } from '../../../domain/incident/state.ts';
import type { CommandGateway, PostmortemCommand } from '../../../api/gateway.ts';
import { outageProblem } from '../../../api/outage-problem.ts';
import type { Database } from '../../../models/connect.ts';
import { appendEvents, loadState } from '../../../models/ledger.ts';

/** A gateway that decides and writes as the workflow does, in the test's own process; `isAway` makes it behave as when Temporal is down. */
export interface DirectGateway extends CommandGateway {
  isAway: boolean;
  /** Commands that reached their incident, repetitions left out. */
  received: Command[];
  started: string[];
  /** Schedules that were run. */
  ran: string[];
  /** How often it was asked that waiting mail is sent. */
  mailsAsked: number;
  /** Records events as the automation would. */
  record(incidentId: string, events: NewEvent[]): Promise<CommandResult>;
}

/** Makes a gateway on the test's database. */
export function createDirectGateway(db: Database): DirectGateway {
  const answers = new Map<string, CommandResult>();
  let turn: Promise<unknown> = Promise.resolve();
  // One at a time, as a workflow decides.
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work, work);
    turn = next.catch(() => undefined);
    return next;
  };
  const write = async (incidentId: string, input: { key: string; decide: (state: IncidentState, now: string) => NewEvent[] }): Promise<CommandResult> => {
    const state = await loadState(db, incidentId);
    const recordedAt = new Date().toISOString();
    const events = numbered(input.decide(state, recordedAt), { incidentId, version: state.version, recordedAt, keyOf: (_, n) => `${input.key}/${n + 1}` });
    if (events.length === 0) return { version: state.version, seqs: [] };
    const { version } = await appendEvents(db, incidentId, events);
    return { version, seqs: events.map((e) => e.seq) };
  };
  let records = 0;
  const gateway: DirectGateway = {
    isAway: false,
    received: [],
    started: [],
    ran: [],
    mailsAsked: 0,
    send: (incidentId, command) =>
      inTurn(async () => {
        if (gateway.isAway) throw outageProblem(false);
        const known = answers.get(`${incidentId}/${command.commandId}`);
        if (known) return known;
        const result = await write(incidentId, { key: command.commandId, decide: (state, now) => decide(state, command, now) });
        gateway.received.push(command);
        answers.set(`${incidentId}/${command.commandId}`, result);
        return result;
      }),
    record: (incidentId, events) => inTurn(() => write(incidentId, { key: `automation/${(records += 1)}`, decide: () => events })),
    postmortem: (incidentId, command) => inTurn(() => write(incidentId, { key: command.commandId, decide: (state) => [postmortemEvent(state, command)] })),
    async start(state) {
      if (gateway.isAway) return null;
      gateway.started.push(state.id);
      return { runId: `run-of-${state.id}` };
    },
    sendMail: () => void (gateway.mailsAsked += 1),
    noteActivity: () => undefined,
    async runSchedule(id) {
      if (gateway.isAway) throw outageProblem(false);
      gateway.ran.push(id);
    },
    scheduleState: async () => (gateway.isAway ? null : { paused: false, lastAt: null, nextAt: null }),
    lastHealth: () => ({ ok: !gateway.isAway, detail: gateway.isAway ? 'does not answer' : 'answers' }),
    health: async () => gateway.lastHealth(),
    close: async () => undefined,
  };
  return gateway;
}

function postmortemEvent(state: IncidentState, command: PostmortemCommand): NewEvent {
  const actor = { kind: 'person' as const, ...command.by };
  if (state.postmortem === null) throw new DomainError('not-allowed-now', 'There is no open postmortem.');
  if (command.name === 'publish') return { kind: 'postmortem.published', actor, data: { by: command.by } };
  return { kind: 'postmortem.scheduled', actor, data: { ...state.postmortem, meetingAt: command.meetingAt, owner: command.owner ?? state.postmortem.owner } };
}
