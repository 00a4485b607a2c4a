import { guideOf, helpText } from '../../domain/commands/guide.ts';
import type { FormId } from '../../domain/interactions/forms.ts';
import type { Interaction } from '../../domain/interactions/types.ts';
import { runTyped } from '../commands/typed.ts';
import type { IncidentHandle } from '../http/handler.ts';
import { type Asking, incidentBy, incidentHere, say } from './asking.ts';
import { incidentCards, taskCards } from './lists.ts';
import { costCards, postmortemCards, timelineCards } from './more-lists.ts';
import { openDeclare, openForm } from './open-form.ts';

/** Words that open a form when nothing is written behind them, by the name people know from other tools and ours. */
const FORMS: Record<string, FormId> = {
  'report-incident': 'declare', declare: 'declare', new: 'declare',
  'update-incident': 'update', update: 'update', edit: 'update',
  stage: 'stage', status: 'stage',
  'report-tactical': 'report-tactical', tactical: 'report-tactical', 'report-executive': 'report-executive', executive: 'report-executive',
  'assign-role': 'assign-role', role: 'assign-role', 'engage-oncall': 'engage', engage: 'engage', add: 'engage', invite: 'engage',
  'update-participant': 'participant', 'notifications-group': 'notifications', notifications: 'notifications', 'add-cost': 'cost', steps: 'step', automation: 'step', feedback: 'feedback',
  'create-task': 'task', task: 'task', 'add-timeline-event': 'note', note: 'note', timeline: 'note',
};
/** Words that take the rest of the line as the beginning of their form instead of as a typed command. */
const TAKES_TEXT = new Set(['declare', 'report-incident', 'new']);

/** Words that are typed commands of another name when something is written behind them. */
const TYPED_AS: Record<string, string> = { 'add-timeline-event': 'note', 'report-tactical': 'report tactical', tactical: 'report tactical', 'report-executive': 'report executive', executive: 'report executive' };
const NO_RUNBOOKS = 'Dispatch has no runbooks yet, so there is nothing to run or to list.';

interface Typed {
  /** The incident that is named in front; null = that of the conversation. */
  key: string | null;
  word: string;
  rest: string;
}

const KEY = /^([A-Za-z][A-Za-z0-9_]*-\d+)(?:\s+|$)/;

/** The first word and what follows; `report tactical` is one word when nothing follows it. An incident's key may stand in front: nobody can type in a conversation that is archived. */
export function readTyped(text: string): Typed {
  const said = text.trim().replace(/^\//, '');
  const [whole = '', key = null] = KEY.exec(said) ?? [];
  return { key, ...readWords(key === null ? said : said.slice(whole.length) || 'summary') };
}

function readWords(text: string): Omit<Typed, 'key'> {
  const [first = '', ...others] = text.split(/\s+/);
  const rest = text.slice(first.length).trim();
  const word = first.toLowerCase();
  if (word === 'report' && ['tactical', 'executive'].includes(rest.toLowerCase())) return { word: `report-${rest.toLowerCase()}`, rest: '' };
  if (word === 'report' && rest === '') return { word: 'declare', rest: '' };
  if (word === 'my' && others[0]?.toLowerCase() === 'tasks') return { word: 'list-my-tasks', rest: '' };
  return { word, rest };
}

/** True when a command is answered with a form. */
export function opensForm(text: string): boolean {
  const { word, rest } = readTyped(text);
  if (FORMS[word] === undefined) return false;
  return rest === '' || TAKES_TEXT.has(word) || (guideOf(word) === undefined && TYPED_AS[word] === undefined);
}

/** Answers a typed command: lists and forms of its own, everything else as in the built-in conversation. */
export async function answerCommand(asking: Asking, text: string): Promise<Interaction> {
  const { key, word, rest } = readTyped(text);
  const incident = (): Promise<IncidentHandle> => (key === null ? incidentHere(asking) : incidentBy(asking, key));
  const form = opensForm(text) ? FORMS[word] : undefined;
  if (form === 'declare') return openDeclare(asking, { title: rest });
  if (form !== undefined) return openForm(asking, await incident(), { id: form });
  if (word === 'list' || word === 'list-incidents' || word === 'incidents') return incidentCards(asking, rest);
  if (word === 'list-my-tasks' || word === 'mine') return taskCards(asking, { mine: true });
  if (word === '' || word === 'help') return say(help(rest));
  if (word === 'list-tasks' || word === 'tasks') return taskCards(asking, { incident: await incident() });
  if (word === 'list-timeline' || word === 'events') return timelineCards(asking, await incident());
  if (word === 'cost') return costCards(asking, await incident());
  if (word === 'postmortem') return postmortemCards(asking, await incident());
  if (word === 'run-workflow' || word === 'list-workflows') return say(NO_RUNBOOKS);
  const typed = TYPED_AS[word] ?? word;
  if (guideOf(typed.split(' ')[0] ?? '') === undefined) return say(help(word));
  return say(await runTyped(asking, await incident(), `/${typed}${rest === '' ? '' : ` ${rest}`}`));
}

function help(topic: string): string {
  if (topic !== '' && guideOf(topic) !== undefined) return helpText(topic);
  const own = ['- `declare [title]` reports an incident', '- `list [words]` lists open incidents', '- `my tasks` lists your tasks', '- `INC-42 stage active` does it to that incident, also when its channel is archived', '- `update`, `stage`, `role`, `engage`, `update-participant`, `notifications-group`, `task`, `note`, `report tactical`, `report executive`, `steps`, `add-cost`, `feedback` alone open a form', '- `list-timeline`, `cost`, `postmortem` show it, with buttons for what can be done'];
  return `${topic === '' ? 'Anywhere:' : `There is no command \`${topic}\`. Anywhere:`}\n\n${own.join('\n')}\n\n${helpText(null).replace('These commands work here:', 'In the channel of an incident, also with words behind them:').replaceAll('`/', '`')}`;
}
