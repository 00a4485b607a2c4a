import { COST_LINE_KINDS, TASK_STATES } from '../incident/types.ts';
import type { IncidentState, IncidentTask } from '../incident/state.ts';
import { stepTitle } from '../incident/plan.ts';
import { LONGEST, wholeText } from './forms.ts';
import type { Form } from './types.ts';

/** Changing a task. */
export function editTaskForm(state: IncidentState, task: IncidentTask): Form {
  const words = { open: 'Open', done: 'Done', cancelled: 'Cancelled' };
  return {
    id: 'edit-task',
    title: 'Edit a task',
    submit: 'Save',
    context: `${state.id} ${task.taskId}`,
    fields: [
      { kind: 'line', name: 'title', label: 'Task', isRequired: true, maxLength: 250, value: task.title },
      wholeText('description', 'Description', { value: task.description }),
      { kind: 'person', name: 'assignee', label: 'Assignee', ...(task.assignee === null ? {} : { value: [task.assignee.email] }) },
      { kind: 'time', name: 'dueAt', label: 'Due', ...(task.dueAt === null ? {} : { value: task.dueAt }) },
      { kind: 'select', name: 'state', label: 'State', isRequired: true, options: TASK_STATES.map((one) => ({ value: one, label: words[one] })), value: task.state },
    ],
  };
}

/** A cost besides people's time, in the currency of the incident. */
export function costForm(state: IncidentState, currency: string): Form {
  const words = { vendor: 'Vendor', credits: 'Credits to customers', downtime: 'Downtime', opportunity: 'Lost opportunity', other: 'Other' };
  return {
    id: 'cost',
    title: 'Add a cost',
    submit: 'Add',
    context: state.id,
    fields: [
      { kind: 'select', name: 'kind', label: 'Kind', isRequired: true, options: COST_LINE_KINDS.map((one) => ({ value: one, label: words[one] })), value: 'vendor' },
      { kind: 'line', name: 'amount', label: `Amount in ${currency}`, isRequired: true, maxLength: 20, placeholder: '1250.00' },
      { kind: 'line', name: 'note', label: 'What for', isRequired: true, maxLength: 500 },
    ],
  };
}

/** What becomes of a step that does not go on by itself. */
export function stepForm(state: IncidentState): Form {
  const waiting = Object.entries(state.steps).filter(([, { state: now }]) => now === 'failed' || now === 'pending');
  const steps = waiting.slice(0, 100).map(([id, { state: now }]) => ({ value: id, label: `${stepTitle(id, state)} (${now === 'failed' ? 'failed' : 'not done yet'})`.slice(0, 75) }));
  if (steps.length === 0) return { id: 'step', title: 'Automation', submit: 'OK', context: state.id, fields: [{ kind: 'note', name: 'none', markdown: 'Every step of the automation is done.' }] };
  return {
    id: 'step',
    title: 'Automation',
    submit: 'Do it',
    context: state.id,
    fields: [
      { kind: 'select', name: 'step', label: 'Step', isRequired: true, options: steps, ...(steps[0] === undefined ? {} : { value: steps[0].value }) },
      { kind: 'select', name: 'what', label: 'What to do', isRequired: true, options: [{ value: 'retry', label: 'Try it again' }, { value: 'skip', label: 'Go on without it' }, { value: 'supply', label: 'Use what is there already' }], value: 'retry' },
      { kind: 'line', name: 'name', label: 'Name of what is there', maxLength: 200, hint: 'Only for “use what is there already”.' },
      { kind: 'line', name: 'url', label: 'Its address', maxLength: 2000, placeholder: 'https://' },
      { kind: 'line', name: 'reason', label: 'Why it is not needed', maxLength: 250, hint: 'Only for “go on without it”.' },
    ],
  };
}

/** When the review meeting is, and who owns the postmortem. */
export function meetingForm(state: IncidentState): Form {
  const { postmortem } = state;
  return {
    id: 'meeting',
    title: 'Review meeting',
    submit: 'Save',
    context: state.id,
    fields: [
      { kind: 'time', name: 'meetingAt', label: 'When', isRequired: true, ...(postmortem === null ? {} : { value: postmortem.meetingAt }) },
      { kind: 'person', name: 'owner', label: 'Owner of the postmortem', ...(postmortem === null ? {} : { value: [postmortem.owner.email] }) },
    ],
  };
}

/** How somebody found that an incident was handled. */
export function feedbackForm(state: IncidentState): Form {
  const words = ['Very well', 'Well', 'So-so', 'Badly', 'Very badly'];
  return {
    id: 'feedback',
    title: 'How did it go?',
    submit: 'Send',
    context: state.id,
    fields: [
      { kind: 'select', name: 'rating', label: 'The incident was handled', isRequired: true, options: words.map((label, n) => ({ value: String(5 - n), label })), value: '5' },
      { kind: 'text', name: 'text', label: 'What should be different next time?', maxLength: LONGEST },
    ],
  };
}

/** Other words for an event of the timeline; what was recorded stays recorded. */
export function amendForm(state: IncidentState, event: { seq: number; text: string }): Form {
  return {
    id: 'amend',
    title: 'Edit an event',
    submit: 'Save',
    context: `${state.id} ${event.seq}`,
    fields: [wholeText('text', 'What happened', { value: event.text, isRequired: true })],
  };
}
