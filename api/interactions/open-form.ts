import { DomainError } from '../../domain/errors.ts';
import type { Ability } from '../../domain/access.ts';
import { describeEvent } from '../../domain/incident/describe.ts';
import type { IncidentState, IncidentTask } from '../../domain/incident/state.ts';
import { declareForm, engageForm, executiveForm, FORM_IDS, type FormId, type LastReport, LONGEST, noteForm, notificationsForm, participantForm, roleForm, stageForm, tacticalForm, taskForm, updateForm } from '../../domain/interactions/forms.ts';
import { amendForm, costForm, editTaskForm, feedbackForm, meetingForm, stepForm } from '../../domain/interactions/more-forms.ts';
import type { Form, Interaction } from '../../domain/interactions/types.ts';
import { listReports } from '../../models/read/reports.ts';
import { offeredNames } from '../../models/references.ts';
import { projectNames } from '../../models/settings/shared.ts';
import { timelineEvent } from '../../models/read/timeline.ts';
import { requireAbility } from '../auth/admit.ts';
import { notifiedPeople } from '../commands/notifications.ts';
import type { IncidentHandle } from '../http/handler.ts';
import { type Asking, stateOf } from './asking.ts';
import { currencyOf } from './more-send.ts';

/** What somebody wrote before a form was opened, or a message it comes from. */
export interface Beginning {
  title?: string;
  description?: string;
  project?: string | undefined;
}

const NEEDS: Record<Exclude<FormId, 'declare'>, Ability> = {
  update: 'edit', stage: 'changeStage', 'report-tactical': 'post', 'report-executive': 'post', 'assign-role': 'assignRole', engage: 'manageParticipants', participant: 'manageParticipants', notifications: 'manageParticipants', task: 'manageTasks', note: 'post',
  // somebody's own task is theirs to change; the command decides
  'edit-task': 'view', cost: 'manageCosts', step: 'manageSteps', meeting: 'publishPostmortem', feedback: 'post', amend: 'edit',
};

/** The form for reporting an incident; a project's own workspace begins with that project. */
export async function openDeclare({ deps, viewer, source }: Asking, from: Beginning): Promise<Interaction> {
  const { organizationId } = viewer;
  const own = source.projectId === null ? undefined : (await projectNames(deps.db, organizationId)).get(source.projectId);
  const project = from.project ?? own;
  return { kind: 'form', form: declareForm(await offeredNames(deps.db, organizationId, project), { ...from, project }) };
}

/** A form about an incident, filled with what is known; refused at once when the asker may not send it. */
export async function openForm(asking: Asking, incident: IncidentHandle, { id, from = {}, about = '' }: { id: Exclude<FormId, 'declare'>; from?: Beginning; about?: string }): Promise<Interaction> {
  requireAbility(incident.abilities, NEEDS[id]);
  return { kind: 'form', form: await build(asking, incident, { id, from, about }) };
}

async function build(asking: Asking, incident: IncidentHandle, { id, from, about }: { id: Exclude<FormId, 'declare'>; from: Beginning; about: string }): Promise<Form> {
  const state = await stateOf(asking, incident);
  switch (id) {
    case 'update':
      return updateForm(state, await offeredNames(asking.deps.db, state.organizationId, state.project.id), incident.abilities.includes('changeVisibility'));
    case 'stage':
      return stageForm(state);
    case 'report-tactical':
      return tacticalForm(state, await lastReport(asking, state.id, 'tactical'));
    case 'report-executive':
      return executiveForm(state, await lastReport(asking, state.id, 'executive'));
    case 'assign-role':
      return roleForm(state);
    case 'engage':
      return engageForm(state);
    case 'participant':
      return participantForm(state);
    case 'notifications':
      return notificationsForm(state, await notifiedPeople(asking, incident));
    case 'task':
      return taskForm(state, from);
    case 'note':
      return noteForm(state, from.description === undefined ? {} : { text: from.description });
    case 'edit-task':
      return editTaskForm(state, taskOf(state, about));
    case 'cost':
      return costForm(state, await currencyOf(asking, incident));
    case 'step':
      return stepForm(state);
    case 'meeting':
      return meetingForm(state);
    case 'feedback':
      return feedbackForm(state);
    case 'amend':
      return amendForm(state, await eventToAmend(asking, incident.id, Number(about)));
  }
}

function taskOf({ tasks }: IncidentState, taskId: string): IncidentTask {
  const found = tasks.find((task) => task.taskId === taskId);
  if (found === undefined) throw new DomainError('not-found', 'This task is not there any more.');
  return found;
}

async function eventToAmend({ deps }: Asking, incidentId: string, seq: number): Promise<{ seq: number; text: string }> {
  const row = Number.isSafeInteger(seq) ? await timelineEvent(deps.db, incidentId, seq) : null;
  if (row === null) throw new DomainError('not-found', 'This event is not there.');
  const text = row.amendedText ?? describeEvent(row.event).text;
  if (text.length > LONGEST) throw new DomainError('not-allowed-now', 'This event is too long to be changed here: change it on the web.');
  return { seq, text };
}

async function lastReport({ deps }: Asking, incidentId: string, kind: 'tactical' | 'executive'): Promise<LastReport> {
  const last = (await listReports(deps.db, incidentId)).find((report) => report.kind === kind);
  return Object.fromEntries(last?.fields.map(({ name, text }) => [name, text]) ?? []);
}

/** A form's id from outside; `not-found` for an unknown one. */
export function formId(text: string): FormId {
  const found = FORM_IDS.find((one) => one === text);
  if (found === undefined) throw new DomainError('not-found', 'This form is not known any more: open it again.');
  return found;
}
