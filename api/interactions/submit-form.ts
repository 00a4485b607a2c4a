import { DomainError } from '../../domain/errors.ts';
import { escapeMarkdown } from '../../domain/incident/markdown.ts';
import { ROLES } from '../../domain/incident/types.ts';
import type { FormId } from '../../domain/interactions/forms.ts';
import type { FormValues, Interaction } from '../../domain/interactions/types.ts';
import { fieldErrors, readValues, type ValueReader } from '../../domain/interactions/values.ts';
import { declare } from '../commands/declare.ts';
import { changeStage, editIncident } from '../commands/life-cycle.ts';
import { setNotifiedPeople } from '../commands/notifications.ts';
import { engageOncall } from '../commands/oncall.ts';
import { addParticipant, assignRole, removeParticipant } from '../commands/people.ts';
import { addNote, createTask, postReport } from '../commands/work.ts';
import type { IncidentHandle } from '../http/handler.ts';
import { type Asking, incidentBy, pageOf, say } from './asking.ts';
import { MORE_SENDS } from './more-send.ts';

/** A submitted form. */
export interface Submitted {
  form: FormId;
  /** The incident it is about. */
  context: string;
  values: FormValues;
}
type OwnForm = Exclude<FormId, 'declare' | keyof typeof MORE_SENDS>;
type Send = (asking: Asking, incident: IncidentHandle, read: ValueReader) => Promise<string | null>;

const REPORTS = {
  tactical: (read: ValueReader) => ({ kind: 'tactical' as const, conditions: read.needed('conditions'), actions: read.needed('actions'), needs: read.needed('needs') }),
  executive: (read: ValueReader) => ({ kind: 'executive' as const, currentStatus: read.needed('currentStatus'), overview: read.needed('overview'), nextSteps: read.needed('nextSteps') }),
};

const isBad = (read: ValueReader): boolean => Object.keys(read.errors).length > 0;

/** What each form about an incident does; answers what is said to the person, null when a field is wrong. */
const SENDS: Record<OwnForm, Send> = {
  async update(asking, incident, read) {
    const edit = { title: read.needed('title'), ...(read.has('resolution') ? { resolution: read.text('resolution') || null } : {}), ...named(read, ['description', 'type', 'severity', 'priority']), tags: read.list('tags'), ...visibilityOf(read) };
    if (isBad(read)) return null;
    const { seqs } = await editIncident(asking, incident, edit);
    return seqs.length > 0 ? 'The incident is updated.' : 'Nothing was changed.';
  },
  async stage(asking, incident, read) {
    const stage = read.among('stage', ['active', 'stable', 'closed']);
    if (stage === null) return null;
    await changeStage(asking, incident, { stage, reason: read.text('reason') || null });
    return `The incident is ${stage} now.`;
  },
  'report-tactical': (asking, incident, read) => report(asking, incident, { read, kind: 'tactical' }),
  'report-executive': (asking, incident, read) => report(asking, incident, { read, kind: 'executive' }),
  async 'assign-role'(asking, incident, read) {
    const email = read.one('person');
    const role = read.among('role', ROLES);
    if (email === null) read.errors['person'] = 'Choose a person of this organization.';
    if (email === null || role === null) return null;
    const { seqs } = await assignRole(asking, incident, { email, role });
    return seqs.length > 0 ? `${email} is ${role} now.` : `${email} is ${role} already.`;
  },
  engage: (asking, incident, read) => engage(asking, incident, read),
  participant: (asking, incident, read) => updateParticipant(asking, incident, read),
  async notifications(asking, incident, read) {
    const emails = [...new Set(read.text('emails').toLowerCase().split(/[\s,;]+/).filter((email) => email !== ''))];
    const bad = emails.filter((email) => !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email) || email.length > 254);
    if (bad.length > 0) read.errors['emails'] = `These are no e-mail addresses: ${bad.slice(0, 5).join(', ')}`;
    if (emails.length > 500) read.errors['emails'] = 'At most 500 addresses.';
    if (isBad(read)) return null;
    return (await setNotifiedPeople(asking, incident, emails)) ?? 'Nothing was changed.';
  },
  async task(asking, incident, read) {
    const title = read.needed('title');
    if (isBad(read)) return null;
    await createTask(asking, incident, { title, description: read.text('description'), kind: undefined, assigneeEmail: read.one('assignee'), dueAt: read.one('dueAt') });
    return `Task created: ${title}`;
  },
  async note(asking, incident, read) {
    const text = read.needed('text');
    if (isBad(read)) return null;
    await addNote(asking, incident, { text, at: read.one('at') });
    return 'It is on the timeline.';
  },
};

/** Whoever is on call for a service, and people by name; each is a command of its own. */
async function engage(asking: Asking, incident: IncidentHandle, read: ValueReader): Promise<string | null> {
  const emails = read.list('people');
  const serviceId = read.one('service');
  const role = read.among('role', ['participant', 'observer']);
  if (emails.length === 0 && serviceId === null) read.errors['people'] = 'Choose a service or at least one person.';
  if (isBad(read) || role === null) return null;
  const lines = serviceId === null ? [] : [await engageOncall({ ...asking, commandId: `${asking.commandId}/oncall` }, incident, { serviceId, role, page: read.flag('page') })];
  const added: string[] = [];
  for (const [n, email] of emails.entries()) {
    const { seqs } = await addParticipant({ ...asking, commandId: `${asking.commandId}/${n}` }, incident, { email, role });
    if (seqs.length > 0) added.push(email);
  }
  if (emails.length > 0) lines.push(added.length === 0 ? 'They all take part already.' : `Added: ${added.join(', ')}.`);
  return lines.join('\n\n');
}

async function updateParticipant(asking: Asking, incident: IncidentHandle, read: ValueReader): Promise<string | null> {
  const email = read.one('person');
  const role = read.among('role', ['keep', 'remove', ...ROLES]);
  if (email === null) read.errors['person'] = 'Choose a participant.';
  if (email === null || role === null) return null;
  const reason = read.text('reason');
  if (role === 'remove') {
    await removeParticipant(asking, incident, email);
    return `${email} takes no part any more.`;
  }
  const { seqs } = role === 'keep' ? { seqs: [] } : await assignRole(asking, incident, { email, role });
  if (reason !== '') await addNote({ ...asking, commandId: `${asking.commandId}/reason` }, incident, { text: `${escapeMarkdown(email)} takes part: ${reason}`, at: null });
  if (seqs.length === 0 && reason === '') return 'Nothing was changed.';
  return seqs.length > 0 ? `${email} is ${role} now.` : 'It is on the timeline.';
}

/** Only those who may change it are asked. */
function visibilityOf(read: ValueReader): { visibility?: 'open' | 'restricted' } {
  const chosen = read.one('visibility');
  return chosen === 'open' || chosen === 'restricted' ? { visibility: chosen } : {};
}

function named(read: ValueReader, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (read.text(name) === '' ? [] : [[name, read.text(name)]])));
}

async function report(asking: Asking, incident: IncidentHandle, { read, kind }: { read: ValueReader; kind: 'tactical' | 'executive' }): Promise<string | null> {
  const body = REPORTS[kind](read);
  if (isBad(read)) return null;
  await postReport(asking, incident, body);
  return `The ${kind} report is posted.`;
}

async function sendDeclaration(asking: Asking, read: ValueReader): Promise<string | null> {
  const title = read.needed('title');
  if (isBad(read)) return null;
  const visibility = read.text('visibility') === 'restricted' ? { visibility: 'restricted' as const } : {};
  const input = { title, description: read.text('description'), ...named(read, ['project', 'type', 'severity', 'priority']), tags: read.list('tags'), ...visibility };
  // The act's id makes a form that is delivered twice one incident.
  const { state } = await declare(asking, input, { key: asking.commandId, requestHash: asking.commandId });
  return `**${state.key}** is declared: [${state.title}](${pageOf(asking, state.key)}). Its channel and documents are on their way.`;
}

async function sendAbout(asking: Asking, { form, context, read }: { form: Exclude<FormId, 'declare'>; context: string; read: ValueReader }): Promise<string | null> {
  const [id = '', about = ''] = context.split(' ');
  const incident = await incidentBy(asking, id);
  return isMore(form) ? MORE_SENDS[form](asking, incident, { read, about }) : SENDS[form](asking, incident, read);
}

const isMore = (form: FormId): form is keyof typeof MORE_SENDS => Object.hasOwn(MORE_SENDS, form);

/** Does what a form asks for; what is wrong is said at its field. */
export async function submitForm(asking: Asking, { form, context, values }: Submitted): Promise<Interaction> {
  const read = readValues(values);
  try {
    const done = form === 'declare' ? await sendDeclaration(asking, read) : await sendAbout(asking, { form, context, read });
    return done === null ? { kind: 'field-errors', errors: read.errors } : say(done);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'internal' || error.code === 'unavailable') throw error;
    return { kind: 'field-errors', errors: fieldErrors({ message: error.message, fields: error.fields }, Object.keys(values)) };
  }
}
