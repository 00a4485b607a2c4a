import type { Command } from './commands.ts';
import { addCostLine, changeCostLine, removeCostLine, rerateCost } from './decide/costs.ts';
import { decideEdit } from './decide/edit.ts';
import { addParticipant, assignRole, removeParticipant } from './decide/people.ts';
import { changeStage } from './decide/stage.ts';
import { retryStep, skipStep, supplyStep } from './decide/steps.ts';
import { createTask, updateTask } from './decide/tasks.ts';
import { addNote, amendEvent, importMessage, pinEvent, postReport, snoozeReport } from './decide/timeline.ts';
import { erasePerson } from './erase.ts';
import type { NewEvent } from './events.ts';
import type { IncidentState } from './state.ts';

/**
 * What a command does to an incident: the events it makes, in order; empty when everything is already as asked. Pure.
 * `now` is an ISO time. Throws `DomainError` when the command is refused; its text names what is wrong and the remedy.
 */
export function decide(state: IncidentState, command: Command, now: string): NewEvent[] {
  const { actor } = command;
  switch (command.name) {
    case 'changeStage':
      return changeStage(state, command.data, actor);
    case 'editIncident':
      return decideEdit(state, command.data, actor);
    case 'assignRole':
      return assignRole(state, command.data, actor);
    case 'addParticipant':
      return addParticipant(state, command.data, actor);
    case 'removeParticipant':
      return removeParticipant(state, command.data, actor);
    case 'postReport':
      return postReport(state, command.data, actor);
    case 'snoozeReport':
      return snoozeReport(state, command.data, { actor, now });
    case 'createTask':
      return createTask(state, command.data, actor);
    case 'updateTask':
      return updateTask(state, command.data, actor);
    case 'addNote':
      return addNote(command.data, { actor, now });
    case 'importMessage':
      return importMessage(command.data, { actor, now });
    case 'pinEvent':
      return pinEvent(state, command.data, actor);
    case 'amendEvent':
      return amendEvent(state, command.data, actor);
    case 'addCostLine':
      return addCostLine(state, command.data, { actor, now });
    case 'changeCostLine':
      return changeCostLine(state, command.data, { actor, now });
    case 'removeCostLine':
      return removeCostLine(state, command.data, actor);
    case 'rerateCost':
      return rerateCost(state, command.data, actor);
    case 'retryStep':
      return retryStep(state, command.data, actor);
    case 'skipStep':
      return skipStep(state, command.data, actor);
    case 'supplyStep':
      return supplyStep(state, command.data, actor);
    case 'erasePerson':
      return erasePerson(state, command.data);
  }
}
