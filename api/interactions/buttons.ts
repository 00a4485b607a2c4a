import { DomainError } from '../../domain/errors.ts';
import type { Interaction } from '../../domain/interactions/types.ts';
import { taskById } from '../../models/read/tasks.ts';
import { requireAbility } from '../auth/admit.ts';
import { refOf } from '../commands/acting.ts';
import { removeCostLine } from '../commands/cost.ts';
import { changeStage, retryStep } from '../commands/life-cycle.ts';
import { subscribe } from '../commands/notifications.ts';
import { assignRole, joinIncident } from '../commands/people.ts';
import { pinEvent, snoozeReport, updateTask } from '../commands/work.ts';
import { type Asking, incidentBy, say } from './asking.ts';
import { postmortemCards } from './more-lists.ts';
import { formId, openDeclare, openForm } from './open-form.ts';

type Press = (asking: Asking, value: string) => Promise<Interaction>;

/** What buttons do, by their action; `value` names what it is done to. */
const PRESSES: Record<string, Press> = {
  async join(asking, value) {
    const incident = await incidentBy(asking, value);
    if (incident.facts.participantIds.includes(asking.viewer.personId)) return say('You take part already.');
    await joinIncident(asking, incident);
    return say(`You take part in ${incident.key} as observer now.`);
  },
  async subscribe(asking, value) {
    const incident = await incidentBy(asking, value);
    if (incident.facts.participantIds.includes(asking.viewer.personId)) return say('You take part, so you are told already.');
    return say((await subscribe(asking, incident)) === null ? 'You are told already.' : `You are told what becomes of ${incident.key}.`);
  },
  async 'take-command'(asking, value) {
    const incident = await incidentBy(asking, value);
    const { seqs } = await assignRole(asking, incident, { email: asking.viewer.email, role: 'commander' });
    return say(seqs.length > 0 ? `You command ${incident.key} now.` : `You command ${incident.key} already.`);
  },
  async stage(asking, value) {
    const [id = '', to = ''] = value.split(' ');
    const incident = await incidentBy(asking, id);
    if (to !== 'active' && to !== 'stable' && to !== 'closed') return openForm(asking, incident, { id: 'stage' });
    await changeStage(asking, incident, { stage: to, reason: null });
    return say(`${incident.key} is ${to} now.`);
  },
  async 'retry-step'(asking, value) {
    const [id = '', step = ''] = value.split(' ');
    await retryStep(asking, await incidentBy(asking, id), step);
    return say(`Trying \`${step}\` again.`);
  },
  'task-done': (asking, value) => setTask(asking, value, 'done'),
  'task-reopen': (asking, value) => setTask(asking, value, 'open'),
  async snooze(asking, value) {
    const [id = '', kind = '', minutes = ''] = value.split(' ');
    if ((kind !== 'tactical' && kind !== 'executive') || !/^\d{1,4}$/.test(minutes)) throw new DomainError('not-found', 'This button is not known any more.');
    const until = new Date(Date.now() + Number(minutes) * 60_000).toISOString();
    await snoozeReport(asking, await incidentBy(asking, id), { kind, until });
    return say(`You are reminded again in ${minutes} minutes.`);
  },
  async pin(asking, value) {
    const [id = '', seq = '', to = ''] = value.split(' ');
    await pinEvent(asking, await incidentBy(asking, id), { seq: Number(seq), pinned: to === 'yes' });
    return say(to === 'yes' ? 'It is pinned.' : 'It is pinned no more.');
  },
  async 'remove-cost'(asking, value) {
    const [id = '', line = ''] = value.split(' ');
    await removeCostLine(asking, await incidentBy(asking, id), line);
    return say('The cost is taken back.');
  },
  async postmortem(asking, value) {
    return postmortemCards(asking, await incidentBy(asking, value));
  },
  async 'publish-postmortem'(asking, value) {
    const incident = await incidentBy(asking, value);
    requireAbility(incident.abilities, 'publishPostmortem');
    await asking.deps.commands.postmortem(incident.id, { name: 'publish', commandId: asking.commandId, by: refOf(asking.viewer) });
    return say(`The postmortem of ${incident.key} is published.`);
  },
  /** Opens a form; the value is its id, the incident, and what of it the form is about. */
  async form(asking, value) {
    const [form = '', id = '', about = ''] = value.split(' ');
    const known = formId(form);
    return known === 'declare' ? openDeclare(asking, {}) : openForm(asking, await incidentBy(asking, id), { id: known, about });
  },
};

async function setTask(asking: Asking, taskId: string, state: 'done' | 'open'): Promise<Interaction> {
  const task = await taskById(asking.deps.db, taskId);
  if (task === null) throw new DomainError('not-found', 'This task is not there any more.');
  const incident = await incidentBy(asking, task.incident.id);
  const { seqs } = await updateTask(asking, incident, { taskId, change: { state }, isAssignee: task.assignee?.id === asking.viewer.personId });
  return say(seqs.length > 0 ? `${state === 'done' ? 'Done' : 'Open again'}: ${task.title}` : `It was ${state} already: ${task.title}`);
}

/** Does what a button says. */
export function press(asking: Asking, action: string, value: string): Promise<Interaction> {
  const found = Object.hasOwn(PRESSES, action) ? PRESSES[action] : undefined;
  if (found === undefined) throw new DomainError('not-found', 'This button is not known any more: use the newest message.');
  return found(asking, value);
}
