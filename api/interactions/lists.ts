import { abilitiesOf } from '../../domain/access.ts';
import type { Card, CardButton, Interaction } from '../../domain/interactions/types.ts';
import { listIncidents } from '../../models/read/list-incidents.ts';
import type { IncidentSummary } from '../../models/read/incident-summary.ts';
import { listTasks, tasksOfIncident } from '../../models/read/tasks.ts';
import type { TaskView } from '../../models/read/task-rows.ts';
import type { IncidentHandle } from '../http/handler.ts';
import { type Asking, pageOf, say, show } from './asking.ts';

const MOST = 15;
const STAGE_WORDS = { active: 'Active', stable: 'Stable', closed: 'Closed', review: 'In review' } as const;

/** An incident as a card of a list. */
export function incidentCard(asking: Asking, incident: IncidentSummary): Card {
  const buttons: CardButton[] = [{ label: 'Open', url: pageOf(asking, incident.key) }];
  const commander = incident.commander?.name ?? 'nobody';
  return {
    markdown: `**[${incident.key}](${pageOf(asking, incident.key)})** ${incident.title}`,
    facts: [
      { label: 'Stage', value: STAGE_WORDS[incident.stage] },
      { label: 'Severity', value: incident.severity },
      { label: 'Commander', value: commander },
    ],
    buttons,
  };
}

/** Open incidents that the asker may see, the newest first; `words` narrow the search. */
export async function incidentCards(asking: Asking, words: string): Promise<Interaction> {
  const stage = words === '' ? { stage: ['active', 'stable'] } : {};
  const { data, total } = await listIncidents(asking.deps.db, asking.viewer, { limit: MOST, sort: '-reportedAt', ...stage, ...(words === '' ? {} : { q: words }) });
  if (data.length === 0) return say(words === '' ? 'No incident is open.' : `No incident matches “${words}”.`);
  const cards = data.map((incident) => incidentCard(asking, incident));
  const more: Card[] = total > data.length ? [{ markdown: `${total - data.length} more: [all incidents](${asking.deps.config.server.uiUrl}/incidents)` }] : [];
  return show(words === '' ? 'Open incidents' : `Incidents for “${words}”`, [...cards, ...more]);
}

function taskCard(task: TaskView, mayResolve: boolean): Card {
  const due = task.dueAt === null ? [] : [{ label: 'Due', value: `${task.dueAt.slice(0, 16).replace('T', ' ')} UTC${task.overdue ? ', overdue' : ''}` }];
  const change = task.state === 'open' ? { label: 'Resolve', action: 'task-done' } : { label: 'Reopen', action: 'task-reopen' };
  return {
    markdown: `${task.state === 'open' ? '' : '✓ '}**${task.title}**${task.description === '' ? '' : `\n${task.description}`}`,
    facts: [{ label: 'Incident', value: task.incident.key }, { label: 'Assignee', value: task.assignee?.name ?? 'nobody' }, ...due],
    ...(mayResolve ? { buttons: [{ ...change, value: task.id }, { label: 'Edit', action: 'form', value: `edit-task ${task.incident.id} ${task.id}` }] } : {}),
  };
}

/** Tasks of an incident, or the asker's own open ones everywhere. */
export async function taskCards(asking: Asking, which: { mine: true } | { incident: IncidentHandle }): Promise<Interaction> {
  const { deps, viewer } = asking;
  if ('mine' in which) {
    const { data } = await listTasks(deps.db, viewer, { assignee: [viewer.email], state: ['open'], limit: MOST });
    return data.length === 0 ? say('You have no open tasks.') : show('Your tasks', data.map((task) => taskCard(task, true)));
  }
  const { incident } = which;
  const may = abilitiesOf(viewer, incident.facts).includes('manageTasks');
  const tasks = await tasksOfIncident(deps.db, incident.id);
  if (tasks.length === 0) return say('There are no tasks yet. `task` creates one.');
  return show(`Tasks of ${incident.key}`, tasks.slice(0, MOST).map((task) => taskCard(task, may || task.assignee?.id === viewer.personId)));
}
