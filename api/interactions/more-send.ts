import { COST_LINE_KINDS, TASK_STATES } from '../../domain/incident/types.ts';
import { DomainError } from '../../domain/errors.ts';
import type { FormId } from '../../domain/interactions/forms.ts';
import type { ValueReader } from '../../domain/interactions/values.ts';
import { recordAudit } from '../../models/audit.ts';
import { costCaseOfIncident } from '../../models/cost/case.ts';
import { saveFeedback } from '../../models/feedback.ts';
import { costOf } from '../../models/read/cost.ts';
import { taskById } from '../../models/read/tasks.ts';
import { auditOf } from '../audit.ts';
import { requireAbility } from '../auth/admit.ts';
import { inputTime, personBy, refOf } from '../commands/acting.ts';
import { addCostLine } from '../commands/cost.ts';
import { retryStep, skipStep, supplyStep } from '../commands/life-cycle.ts';
import { amendEvent, updateTask } from '../commands/work.ts';
import type { IncidentHandle } from '../http/handler.ts';
import type { Asking } from './asking.ts';

/** The currency that an incident is counted in. */
export async function currencyOf({ deps }: Asking, incident: IncidentHandle): Promise<string> {
  return (await costOf(deps.db, incident.id))?.currency ?? (await costCaseOfIncident(deps.db, incident.id)).rates.currency;
}

const isBad = (read: ValueReader): boolean => Object.keys(read.errors).length > 0;
type Send = (asking: Asking, incident: IncidentHandle, sent: { read: ValueReader; about: string }) => Promise<string | null>;

/** What the forms do that are opened from lists; as those of submit-form.ts. `about` names the task or event. */
export const MORE_SENDS: Record<Extract<FormId, 'edit-task' | 'cost' | 'step' | 'meeting' | 'feedback' | 'amend'>, Send> = {
  async 'edit-task'(asking, incident, { read, about }) {
    const title = read.needed('title');
    const state = read.among('state', TASK_STATES);
    const task = await taskById(asking.deps.db, about);
    if (task === null || task.incident.id !== incident.id) throw new DomainError('not-found', 'This task is not there any more.');
    if (isBad(read) || state === null) return null;
    const change = { title, ...(read.has('description') ? { description: read.text('description') } : {}), ...(read.has('assignee') ? { assigneeEmail: read.one('assignee') } : {}), dueAt: read.one('dueAt'), state };
    const { seqs } = await updateTask(asking, incident, { taskId: about, change, isAssignee: task.assignee?.id === asking.viewer.personId });
    return seqs.length > 0 ? `Saved: ${title}` : 'Nothing was changed.';
  },
  async cost(asking, incident, { read }) {
    const kind = read.among('kind', COST_LINE_KINDS);
    const amount = read.needed('amount').replace(',', '.');
    const note = read.needed('note');
    if (amount !== '' && (!/^-?\d{1,12}(\.\d{1,4})?$/.test(amount) || !/[1-9]/.test(amount))) read.errors['amount'] = 'Write an amount such as 1250.00.';
    if (isBad(read) || kind === null) return null;
    const line = { kind, amount, note, currency: await currencyOf(asking, incident), at: undefined };
    const { lineId } = await addCostLine(asking, incident, line);
    await recordAudit(asking.deps.db, { ...auditOf(asking), organizationId: asking.viewer.organizationId, action: 'cost-line.added', subject: { kind: 'cost-line', id: lineId, label: `a cost of ${incident.key}` }, before: null, after: { kind, amount, note, currency: line.currency } });
    return `${line.currency} ${amount} added.`;
  },
  async step(asking, incident, { read }) {
    const step = read.one('step');
    if (step === null) return 'There was nothing to do.';
    const what = read.among('what', ['retry', 'skip', 'supply']);
    const url = read.text('url');
    const name = what === 'supply' ? read.needed('name') : '';
    if (what === 'supply' && url !== '' && !/^https?:\/\/\S+$/.test(url)) read.errors['url'] = 'Write an address that begins with https://.';
    if (isBad(read)) return null;
    if (what === 'retry') await retryStep(asking, incident, step);
    else if (what === 'skip') await skipStep(asking, incident, { step, reason: read.text('reason') || null });
    else await supplyStep(asking, incident, { step, externalId: url || name, url: url || null, name });
    return { retry: `Trying \`${step}\` again.`, skip: `It goes on without \`${step}\`.`, supply: `\`${step}\` is answered with ${name}.` }[what ?? 'retry'];
  },
  async meeting(asking, incident, { read }) {
    requireAbility(incident.abilities, 'publishPostmortem');
    const at = read.one('meetingAt');
    if (at === null) read.errors['meetingAt'] = 'Choose a time.';
    if (at === null) return null;
    const owner = read.one('owner');
    const { deps, commandId, viewer } = asking;
    await deps.commands.postmortem(incident.id, { name: 'scheduleMeeting', commandId, by: refOf(viewer), meetingAt: inputTime(at, '/meetingAt'), owner: owner === null ? null : await personBy(asking, owner) });
    return 'The review meeting is moved.';
  },
  async feedback(asking, incident, { read }) {
    requireAbility(incident.abilities, 'post');
    const rating = read.among('rating', ['1', '2', '3', '4', '5']);
    if (rating === null) return null;
    await saveFeedback(asking.deps.db, { incidentId: incident.id, personId: asking.viewer.personId, rating: Number(rating), text: read.text('text') });
    return 'Thank you.';
  },
  async amend(asking, incident, { read, about }) {
    const text = read.needed('text');
    if (isBad(read)) return null;
    await amendEvent(asking, incident, { seq: Number(about), text });
    return 'The event reads so now; what was recorded is kept.';
  },
};
