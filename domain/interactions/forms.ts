import type { IncidentState } from '../incident/state.ts';
import { ROLES, type Role } from '../incident/types.ts';
import type { Field, FieldOption, Form, TextField } from './types.ts';

/** Every form there is. */
export const FORM_IDS = ['declare', 'update', 'stage', 'report-tactical', 'report-executive', 'assign-role', 'engage', 'participant', 'notifications', 'task', 'note', 'edit-task', 'cost', 'step', 'meeting', 'feedback', 'amend'] as const;
/** See {@link FORM_IDS}. */
export type FormId = (typeof FORM_IDS)[number];

/** Names to choose from. */
export interface NamesToChoose {
  projects: { name: string; isDefault: boolean }[];
  types: { name: string; isDefault: boolean }[];
  severities: { name: string; isDefault: boolean }[];
  priorities: { name: string; isDefault: boolean }[];
}
/** What the last report of a kind said, by field; the next one begins with it. */
export type LastReport = Partial<Record<string, string>>;

/** Most characters that a field of a form takes. */
export const LONGEST = 3000;
const line = (name: string, label: string, more: Partial<TextField> = {}): Field => ({ kind: 'line', name, label, isRequired: true, maxLength: 250, ...more });
const text = (name: string, label: string, more: Partial<TextField> = {}): Field => ({ kind: 'text', name, label, maxLength: LONGEST, ...more });
/** A text to change; one that is longer than a field takes would be cut, so it is left alone. */
export function wholeText(name: string, label: string, more: Partial<TextField> & { value: string }): Field {
  if (more.value.length > LONGEST) return { kind: 'note', name, markdown: `**${label}**: too long to be changed here; change it on the web.` };
  return text(name, label, more);
}

const options = (names: readonly { name: string }[]): FieldOption[] => names.map(({ name }) => ({ value: name, label: name }));

function choose(name: string, label: string, { among, value }: { among: readonly { name: string; isDefault: boolean }[]; value?: string | undefined }): Field {
  const chosen = value ?? among.find((one) => one.isDefault)?.name ?? among[0]?.name;
  return { kind: 'select', name, label, isRequired: true, options: options(among), ...(chosen !== undefined && among.some((one) => one.name === chosen) ? { value: chosen } : {}) };
}

/** Reporting an incident, from anywhere; `from` = what was written before the form was opened. */
export function declareForm(names: NamesToChoose, from: { title?: string; description?: string; project?: string | undefined }): Form {
  const several = names.projects.length > 1;
  return {
    id: 'declare',
    title: 'Report an incident',
    submit: 'Report',
    context: '',
    fields: [
      line('title', 'Title', { placeholder: 'What is wrong, in a sentence', ...(from.title ? { value: from.title.slice(0, 250) } : {}) }),
      text('description', 'Description', { hint: 'What you see, since when, who is affected.', ...(from.description ? { value: from.description.slice(0, LONGEST) } : {}) }),
      ...(several ? [{ ...choose('project', 'Project', { among: names.projects, value: from.project }), isDependedOn: true } as Field] : []),
      choose('type', 'Type', { among: names.types }),
      choose('severity', 'Severity', { among: names.severities }),
      choose('priority', 'Priority', { among: names.priorities }),
      { kind: 'select', name: 'visibility', label: 'Who sees it', options: [{ value: 'type', label: 'As usual for the type' }, { value: 'restricted', label: 'Only participants' }], value: 'type', isRequired: true },
      { kind: 'search', name: 'tags', label: 'Tags', source: 'tags', isMany: true },
    ],
  };
}

/** Changing what an incident is; `mayHide` = also who sees it. */
export function updateForm(state: IncidentState, names: NamesToChoose, mayHide = false): Form {
  return {
    id: 'update',
    title: 'Update incident',
    submit: 'Save',
    context: state.id,
    fields: [
      line('title', 'Title', { value: state.title }),
      wholeText('description', 'Description', { value: state.description }),
      wholeText('resolution', 'Resolution', { value: state.resolution ?? '', hint: 'What ended it; may be empty.' }),
      choose('type', 'Type', { among: withPresent(names.types, state.type.name), value: state.type.name }),
      choose('severity', 'Severity', { among: withPresent(names.severities, state.severity.name), value: state.severity.name }),
      choose('priority', 'Priority', { among: withPresent(names.priorities, state.priority.name), value: state.priority.name }),
      ...(mayHide ? [{ kind: 'select', name: 'visibility', label: 'Who sees it', isRequired: true, options: [{ value: 'open', label: 'Everybody in the organization' }, { value: 'restricted', label: 'Only participants' }], value: state.visibility } as Field] : []),
      { kind: 'search', name: 'tags', label: 'Tags', source: 'tags', isMany: true, value: state.tags.map((tag) => ({ value: tag, label: tag })) },
    ],
  };
}

/** A name that is no longer offered stays what the incident has. */
function withPresent(names: NamesToChoose['types'], present: string): NamesToChoose['types'] {
  return names.some((one) => one.name === present) ? names : [...names, { name: present, isDefault: false }];
}

/** Moving an incident to another stage. */
export function stageForm(state: IncidentState): Form {
  const others = (['active', 'stable', 'closed'] as const).filter((stage) => stage !== state.stage);
  const next = state.stage === 'active' ? 'stable' : state.stage === 'stable' ? 'closed' : 'active';
  const words = { active: state.stage === 'stable' ? 'Active: it is not over' : 'Active: reopen it', stable: 'Stable: the harm has stopped', closed: 'Closed: nothing is left to do' };
  return {
    id: 'stage',
    title: 'Change stage',
    submit: 'Change',
    context: state.id,
    fields: [
      { kind: 'note', name: 'now', markdown: `**${state.key}** is **${state.stage}** now.` },
      { kind: 'select', name: 'stage', label: 'Stage', isRequired: true, options: others.map((stage) => ({ value: stage, label: words[stage] })), value: next },
      text('reason', 'Reason', { hint: 'Stands in the timeline.' }),
    ],
  };
}

/** A report to the responders, beginning with what the last one said. */
export function tacticalForm(state: IncidentState, last: LastReport): Form {
  const open = state.tasks.filter((task) => task.state === 'open').map((task) => `- ${task.title}${task.assignee ? ` (${task.assignee.name})` : ''}`);
  const actions = last['actions'] ?? (open.length > 0 ? `Open tasks:\n${open.join('\n')}` : '');
  return {
    id: 'report-tactical',
    title: 'Tactical report',
    submit: 'Send report',
    context: state.id,
    fields: [
      text('conditions', 'Conditions', { isRequired: true, hint: 'What is the situation now?', ...valueOf(last['conditions']) }),
      text('actions', 'Actions', { isRequired: true, hint: 'What is being done, by whom?', ...valueOf(actions) }),
      text('needs', 'Needs', { isRequired: true, hint: 'What is missing? “Nothing” is an answer.', ...valueOf(last['needs']) }),
    ],
  };
}

/** A report to the executives, beginning with what the last one said. */
export function executiveForm(state: IncidentState, last: LastReport): Form {
  return {
    id: 'report-executive',
    title: 'Executive report',
    submit: 'Send report',
    context: state.id,
    fields: [
      text('currentStatus', 'Current status', { isRequired: true, ...valueOf(last['currentStatus']) }),
      text('overview', 'Overview', { isRequired: true, ...valueOf(last['overview']) }),
      text('nextSteps', 'Next steps', { isRequired: true, ...valueOf(last['nextSteps']) }),
    ],
  };
}

const valueOf = (value: string | undefined): { value?: string } => (value ? { value: value.slice(0, LONGEST) } : {});
const ROLE_WORDS: Record<Role, string> = { commander: 'Commander', scribe: 'Scribe', liaison: 'Liaison', participant: 'Participant', reporter: 'Reporter', observer: 'Observer' };

/** Giving somebody a role. */
export function roleForm(state: IncidentState, role: Role = 'commander'): Form {
  const roles = ROLES.filter((one) => one !== 'reporter').map((one) => ({ value: one, label: ROLE_WORDS[one] }));
  return {
    id: 'assign-role',
    title: 'Assign a role',
    submit: 'Assign',
    context: state.id,
    fields: [
      { kind: 'person', name: 'person', label: 'Person', isRequired: true },
      { kind: 'select', name: 'role', label: 'Role', isRequired: true, options: roles, value: role },
    ],
  };
}

/** Bringing people in: whoever is on call for a service, or people by name. */
export function engageForm(state: IncidentState): Form {
  return {
    id: 'engage',
    title: 'Bring people in',
    submit: 'Engage',
    context: state.id,
    fields: [
      { kind: 'search', name: 'service', label: 'Whoever is on call for', source: 'services', isMany: false, hint: 'Leave empty to bring in people by name only.' },
      { kind: 'flag', name: 'page', label: 'Page them', value: false },
      { kind: 'people', name: 'people', label: 'People' },
      { kind: 'select', name: 'role', label: 'As', isRequired: true, options: [{ value: 'participant', label: 'Participant' }, { value: 'observer', label: 'Observer' }], value: 'participant' },
    ],
  };
}

/** What somebody does in the incident: another role, why they are there, or that they leave. */
export function participantForm(state: IncidentState): Form {
  const roles = ROLES.filter((one) => one !== 'reporter').map((one) => ({ value: one, label: ROLE_WORDS[one] }));
  return {
    id: 'participant',
    title: 'Update a participant',
    submit: 'Save',
    context: state.id,
    fields: [
      { kind: 'search', name: 'person', label: 'Participant', source: 'participants', isMany: false, isRequired: true },
      { kind: 'select', name: 'role', label: 'From now on', isRequired: true, options: [{ value: 'keep', label: 'The role they have' }, ...roles, { value: 'remove', label: 'No part: remove them' }], value: 'keep' },
      line('reason', 'Why they take part', { isRequired: false, hint: 'Stands on the timeline.' }),
    ],
  };
}

/** Who is told about an incident without taking part. */
export function notificationsForm(state: IncidentState, emails: readonly string[]): Form {
  return {
    id: 'notifications',
    title: 'Notifications group',
    submit: 'Save',
    context: state.id,
    fields: [text('emails', 'E-mail addresses', { hint: 'One a line, or separated by commas. They are told without taking part.', ...valueOf(emails.join('\n')) })],
  };
}

/** A new task; `from` = a message that it comes from. */
export function taskForm(state: IncidentState, from: { title?: string; description?: string } = {}): Form {
  return {
    id: 'task',
    title: 'Create a task',
    submit: 'Create',
    context: state.id,
    fields: [
      line('title', 'Task', { ...valueOf(from.title?.slice(0, 250)) }),
      text('description', 'Description', valueOf(from.description)),
      { kind: 'person', name: 'assignee', label: 'Assignee' },
      { kind: 'time', name: 'dueAt', label: 'Due' },
    ],
  };
}

/** A note on the timeline, now or back-dated. */
export function noteForm(state: IncidentState, from: { text?: string } = {}): Form {
  return {
    id: 'note',
    title: 'Add to the timeline',
    submit: 'Add',
    context: state.id,
    fields: [
      text('text', 'What happened', { isRequired: true, ...valueOf(from.text) }),
      { kind: 'time', name: 'at', label: 'When', hint: 'Empty = now.' },
    ],
  };
}
