import { setHandler, type defineUpdate } from '@temporalio/workflow';
import type { Command, CommandResult } from '../../domain/incident/commands.ts';
import { decide } from '../../domain/incident/machine.ts';
import { now } from './clock.ts';
import { toRefusal } from './failures.ts';
import type { Answers, Incident } from './incident.ts';
import { COMMAND_NAMES, commandUpdates } from './messages.ts';

type AnyCommandUpdate = ReturnType<typeof defineUpdate<CommandResult, [Command]>>;

/** What the handlers need before the incident is loaded. */
export interface CommandParts {
  answers: Answers;
  /** The incident; null until it is loaded. */
  present(): Incident | null;
  /** Waits until it is loaded. */
  loaded(): Promise<Incident>;
}

/**
 * Registers an Update handler for every command. A command that the state refuses is rejected by its validator and leaves no trace in the
 * history; the same command id is answered once, also when it comes again in a later run.
 */
export function handleCommands(parts: CommandParts): void {
  const underWay = new Map<string, Promise<CommandResult>>();
  const once = (command: Command): Promise<CommandResult> => {
    const answered = parts.answers.get(command.commandId);
    if (answered) return Promise.resolve(answered);
    const same = underWay.get(command.commandId) ?? execute(parts, command);
    underWay.set(command.commandId, same);
    return same.finally(() => underWay.delete(command.commandId));
  };
  for (const name of COMMAND_NAMES) {
    const update: AnyCommandUpdate = commandUpdates[name];
    setHandler(update, once, { validator: (command) => validate(parts, command) });
  }
}

function validate({ answers, present }: CommandParts, command: Command): void {
  const incident = present();
  if (!incident || answers.get(command.commandId)) return;
  try {
    decide(incident.ledger.state, command, now());
  } catch (error) {
    throw toRefusal(error);
  }
}

async function execute({ answers, loaded }: CommandParts, command: Command): Promise<CommandResult> {
  const incident = await loaded();
  try {
    const { version, events } = await incident.commit({ key: command.commandId, decide: (state) => decide(state, command, now()) });
    const answer: CommandResult = { version, seqs: events.map((e) => e.seq) };
    answers.set(command.commandId, answer);
    return answer;
  } catch (error) {
    throw toRefusal(error);
  }
}
