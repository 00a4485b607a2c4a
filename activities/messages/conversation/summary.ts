import { escapeMarkdown, markdownLink } from '../../../domain/incident/markdown.ts';
import { stepTitle } from '../../../domain/incident/plan.ts';
import { openRoles } from '../../../domain/incident/roles.ts';
import type { IncidentState, IncidentTask, Participant } from '../../../domain/incident/state.ts';
import { ROLES, type ResourceKind, type Role } from '../../../domain/incident/types.ts';
import type { Card, CardButton } from '../../../plugins/contract.ts';
import { when } from '../parts/when.ts';

/** What the summary and the list of participants are made from. */
export interface SummaryInput {
  state: IncidentState;
  /** Page of the incident in the web. */
  url: string;
  costText: string | null;
  /** When the next report is due, ISO; null when none is. */
  nextReportAt: string | null;
}

const STAGES = { active: 'Active', stable: 'Stable', closed: 'Closed', review: 'In review' } as const;
const MOST_TASKS = 8;
const MOST_STEPS = 3;
const LINKS: readonly [ResourceKind, string][] = [['document', 'Incident document'], ['ticket', 'Ticket'], ['conference', 'Call'], ['storage', 'Folder'], ['reviewDocument', 'Postmortem']];

/** How the incident stands, as cards for the message that always says so; the same state gives the same cards, so that nothing is changed in vain. */
export function summaryCards({ state, url, costText, nextReportAt }: SummaryInput): Card[] {
  const open = state.tasks.filter((task) => task.state === 'open');
  return [
    { markdown: `## ${`${state.key}: ${state.title}`.slice(0, 130)}` },
    { markdown: linksOf(state, url), facts: factsOf({ state, url, costText, nextReportAt }) },
    { markdown: tasksText(open), buttons: buttonsOf(state) },
    ...failedSteps(state),
  ];
}

function factsOf({ state, costText, nextReportAt }: SummaryInput): { label: string; value: string }[] {
  const here = state.participants.filter((p) => p.removedAt === null).length;
  const fact = (label: string, value: string | null) => (value === null ? [] : [{ label, value }]);
  return [
    ...fact('Stage', `${STAGES[state.stage]} since ${when(state.stages.at(-1)?.from ?? state.declaredAt)}`),
    ...fact('Severity', state.severity.name),
    ...fact('Priority', state.priority.name),
    ...fact('Type', state.type.name),
    ...fact('Commander', holders(state, 'commander') ?? 'nobody'),
    ...fact('Scribe', holders(state, 'scribe')),
    ...fact('Liaison', holders(state, 'liaison')),
    ...fact('Participants', String(here)),
    ...fact('Cost so far', costText),
    ...fact('Next report', nextReportAt === null ? null : when(nextReportAt)),
  ].slice(0, 10);
}

function holders({ participants }: IncidentState, role: Role): string | null {
  const names = participants.filter((p) => p.removedAt === null && openRoles(p).includes(role)).map((p) => p.name);
  return names.length === 0 ? null : names.join(', ');
}

function linksOf(state: IncidentState, url: string): string {
  const links = LINKS.flatMap(([kind, label]) => {
    const address = state.resources[kind]?.url;
    return address ? [markdownLink(label, address)] : [];
  });
  return [markdownLink('Open in Dispatch', url), ...links].join(' · ');
}

function tasksText(open: readonly IncidentTask[]): string {
  if (open.length === 0) return '**Tasks** none open';
  const lines = open.slice(0, MOST_TASKS).map(({ title, assignee, dueAt }) => {
    const who = assignee === null ? 'nobody yet' : escapeMarkdown(assignee.name);
    return `- ${escapeMarkdown(title)} (${who}${dueAt === null ? '' : `, due ${when(dueAt)}`})`;
  });
  const more = open.length > MOST_TASKS ? [`- and ${open.length - MOST_TASKS} more`] : [];
  return [`**Open tasks: ${open.length}**`, ...lines, ...more].join('\n');
}

function buttonsOf({ id, stage }: IncidentState): CardButton[] {
  const form = (label: string, name: string): CardButton => ({ label, action: 'form', value: `${name} ${id}` });
  const isOpen = stage === 'active' || stage === 'stable';
  return [
    { label: 'Join', action: 'join', value: id, style: 'primary' },
    ...(isOpen ? [{ label: 'Take command', action: 'take-command', value: id, confirm: 'You become the commander of this incident.' }] : []),
    { label: 'Change stage', action: 'stage', value: id },
    form('Update', 'update'),
    form('Task', 'task'),
    ...(isOpen ? [form('Report', 'report-tactical')] : []),
  ];
}

/** Steps that wait for a person, each with what can be done about it. */
function failedSteps({ id, steps }: IncidentState): Card[] {
  const failed = Object.entries(steps).filter(([, step]) => step.state === 'failed').slice(0, MOST_STEPS);
  return failed.map(([step, { lastError }]) => ({
    markdown: `⚠ **${escapeMarkdown(stepTitle(step))}** needs you: ${escapeMarkdown((lastError ?? 'it failed').slice(0, 300))}`,
    buttons: [{ label: 'Retry', action: 'retry-step', value: `${id} ${step}` }],
  }));
}

/** Who takes part, by role, as a page of Markdown. */
export function participantsPage({ state }: Pick<SummaryInput, 'state'>): { title: string; markdown: string } {
  const here = state.participants.filter((p) => p.removedAt === null);
  const main = (person: Participant): Role | null => ROLES.find((role) => openRoles(person).includes(role)) ?? null;
  const section = (title: string, people: readonly Participant[]): string[] =>
    people.length === 0 ? [] : [`## ${title}`, people.map((p) => `- ${escapeMarkdown(p.name)}, ${escapeMarkdown(p.email)}, since ${when(p.addedAt)}`).join('\n')];
  const byRole = ROLES.flatMap((role) => section(`${role.charAt(0).toUpperCase()}${role.slice(1)}`, here.filter((p) => main(p) === role)));
  const others = section('Without a role now', here.filter((p) => main(p) === null));
  const lead = here.length === 1 ? 'One person takes part.' : `${here.length} people take part.`;
  return { title: `Participants of ${state.key}`, markdown: [`# Participants of ${state.key}`, lead, ...byRole, ...others].join('\n\n') };
}
