import { helpText } from '../../domain/commands/guide.ts';
import { parseCommand } from '../../domain/commands/parse.ts';
import type { SlashCommand, SlashName } from '../../domain/commands/types.ts';
import { DomainError } from '../../domain/errors.ts';
import { loadState } from '../../models/ledger.ts';
import { requireAbility } from '../auth/admit.ts';
import type { IncidentHandle } from '../http/handler.ts';
import type { Acting } from './acting.ts';
import { changeStage, editIncident, retryStep, skipStep } from './life-cycle.ts';
import { addParticipant, assignRole, joinIncident, removeParticipant } from './people.ts';
import { participantsText, summaryText, tasksInOrder, tasksText } from './texts.ts';
import { whoIs } from './who.ts';
import { addNote, createTask, postReport, snoozeReport, updateTask } from './work.ts';

type Of<N extends SlashName> = Extract<SlashCommand, { name: N }>;
type Run<N extends SlashName> = (acting: Acting, incident: IncidentHandle, command: Of<N>) => Promise<string>;

const present = (incident: IncidentHandle): readonly string[] => incident.facts.participantIds;
const already = (seqs: readonly number[], done: string, was: string): string => (seqs.length > 0 ? done : was);
const clock = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

async function edit(acting: Acting, incident: IncidentHandle, change: { field: 'type' | 'severity' | 'priority' | 'title'; value: string }): Promise<string> {
  const { seqs } = await editIncident(acting, incident, { [change.field]: change.value });
  const named = change.field.charAt(0).toUpperCase() + change.field.slice(1);
  return already(seqs, `${named} changed.`, `${named} was that already.`);
}

// One command makes one Update, so several people are several commands with ids of their own.
async function addAll(acting: Acting, incident: IncidentHandle, command: Of<'add'>): Promise<string> {
  const lines: string[] = [];
  for (const [i, who] of command.who.entries()) {
    const one = { ...acting, commandId: `${acting.commandId}/${i}` };
    try {
      const email = await whoIs(acting, who, []);
      const { seqs } = await addParticipant(one, incident, { email, role: command.role });
      lines.push(already(seqs, `${email} added as ${command.role}.`, `${email} takes part already.`));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      lines.push(error.message);
    }
  }
  return lines.join('\n\n');
}

async function finishTask(acting: Acting, incident: IncidentHandle, number: number): Promise<string> {
  const tasks = tasksInOrder(await loadState(acting.deps.db, incident.id));
  const task = tasks[number - 1];
  if (!task) throw new DomainError('not-found', tasks.length === 0 ? 'There are no tasks yet.' : `There is no task ${number}; \`/list-tasks\` shows 1 to ${tasks.length}.`);
  const isAssignee = task.assignee?.personId === acting.viewer.personId;
  const { seqs } = await updateTask(acting, incident, { taskId: task.taskId, change: { state: 'done' }, isAssignee });
  return already(seqs, `Done: ${task.title}`, `That task was done already: ${task.title}`);
}

async function newTask(acting: Acting, incident: IncidentHandle, command: Of<'task'>): Promise<string> {
  const assigneeEmail = command.who === null ? null : await whoIs(acting, command.who, present(incident));
  await createTask(acting, incident, { title: command.title, description: '', kind: undefined, assigneeEmail, dueAt: command.dueAt });
  return `Task created: ${command.title}${assigneeEmail ? `, for ${assigneeEmail}` : ''}${command.dueAt ? `, due ${clock(command.dueAt)}` : ''}.`;
}

const RUN: { [N in SlashName]: Run<N> } = {
  help: async (_acting, _incident, { topic }) => helpText(topic),
  summary: async (acting, incident) => summaryText(await loadState(acting.deps.db, incident.id)),
  tasks: async (acting, incident) => tasksText(await loadState(acting.deps.db, incident.id)),
  participants: async (acting, incident) => participantsText(await loadState(acting.deps.db, incident.id)),
  async stage(acting, incident, { stage, reason }) {
    await changeStage(acting, incident, { stage, reason });
    return `The incident is ${stage} now.`;
  },
  severity: (acting, incident, { value }) => edit(acting, incident, { field: 'severity', value }),
  priority: (acting, incident, { value }) => edit(acting, incident, { field: 'priority', value }),
  type: (acting, incident, { value }) => edit(acting, incident, { field: 'type', value }),
  title: (acting, incident, { title }) => edit(acting, incident, { field: 'title', value: title }),
  async role(acting, incident, { role, who }) {
    const email = await whoIs(acting, who, present(incident));
    const { seqs } = await assignRole(acting, incident, { email, role });
    return already(seqs, `${email} is ${role} now.`, `${email} is ${role} already.`);
  },
  add: addAll,
  async remove(acting, incident, { who }) {
    const email = await whoIs(acting, who, present(incident));
    await removeParticipant(acting, incident, email);
    return `${email} was removed.`;
  },
  async join(acting, incident) {
    await joinIncident(acting, incident);
    return 'You take part as observer now.';
  },
  task: newTask,
  done: (acting, incident, { number }) => finishTask(acting, incident, number),
  async note(acting, incident, { text }) {
    await addNote(acting, incident, { text, at: null });
    return 'Noted on the timeline.';
  },
  async report(acting, incident, { report }) {
    await postReport(acting, incident, report);
    return `The ${report.kind} report is posted.`;
  },
  async snooze(acting, incident, { kind, until }) {
    await snoozeReport(acting, incident, { kind, until });
    return `The next reminder for ${kind === 'executive' ? 'an executive' : 'a tactical'} report comes at ${clock(until)} at the earliest.`;
  },
  async retry(acting, incident, { step }) {
    await retryStep(acting, incident, step);
    return `Trying the step \`${step}\` again.`;
  },
  async skip(acting, incident, { step, reason }) {
    const { seqs } = await skipStep(acting, incident, { step, reason });
    return already(seqs, `The step \`${step}\` is skipped.`, `The step \`${step}\` was skipped already.`);
  },
};

/** Carries out what somebody typed, as the routes would, and answers with Markdown for them alone; what is refused is the answer too. */
export async function runTyped(acting: Acting, incident: IncidentHandle, text: string): Promise<string> {
  const parsed = parseCommand(text, new Date().toISOString());
  if (!parsed.ok) return parsed.error;
  const { command } = parsed;
  try {
    requireAbility(incident.abilities, 'view');
    // The table pairs each name with its own function; TypeScript cannot follow that through the union.
    const run = RUN[command.name] as Run<SlashName>;
    return await run(acting, incident, command);
  } catch (error) {
    if (error instanceof DomainError && error.code !== 'internal') return error.message;
    throw error;
  }
}
