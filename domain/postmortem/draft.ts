import { escapeMarkdown } from '../incident/markdown.ts';
import { day, moment } from '../incident/moments.ts';
import type { ReportBody } from '../incident/types.ts';
import type { ReviewFacts, ReviewReport } from './facts.ts';
import { durationText, durationsOf, holdersOf } from './spans.ts';

/** Sections of a review that are drafted, in the order they stand in the document. */
export const REVIEW_SECTIONS = ['facts', 'people', 'timeline', 'reports', 'tasks'] as const;
/** See {@link REVIEW_SECTIONS}. */
export type ReviewSection = (typeof REVIEW_SECTIONS)[number];

/** Markdown for each drafted section of a review, made only from what the ledger knows; the same facts give the same text. */
export function draftReview(facts: ReviewFacts): Record<ReviewSection, string> {
  return { facts: factsSection(facts), people: peopleSection(facts), timeline: timelineSection(facts), reports: reportsSection(facts.reports), tasks: tasksSection(facts) };
}

function factsSection({ state, costText }: ReviewFacts): string {
  const { toStable, toClosed, active, reopenings } = durationsOf(state.reportedAt, state.stages);
  const lines = [
    `- **Incident:** ${state.key} – ${escapeMarkdown(state.title)}`,
    `- **Type, severity, priority:** ${[state.type.name, state.severity.name, state.priority.name].map(escapeMarkdown).join(', ')}`,
    `- **Reported:** ${moment(state.reportedAt)}`,
    `- **Time to stable:** ${toStable === null ? 'never stable' : durationText(toStable)}`,
    `- **Time to close:** ${toClosed === null ? 'not closed' : durationText(toClosed)}`,
  ];
  if (reopenings > 0) lines.push(`- **Reopened:** ${reopenings} ${reopenings === 1 ? 'time' : 'times'}, ${durationText(active)} active in all`);
  if (costText !== null) lines.push(`- **Cost so far:** ${costText}`);
  if (state.resolution !== null && state.resolution.trim() !== '') lines.push(`- **Resolution:** ${oneLine(state.resolution)}`);
  return lines.join('\n');
}

function peopleSection({ state }: ReviewFacts): string {
  const roles = [['commander', 'Commander'], ['scribe', 'Scribe'], ['liaison', 'Liaison'], ['reporter', 'Reporter']] as const;
  const lines = roles.flatMap(([role, title]) =>
    holdersOf(state.participants, role).map(({ name, from, to }) => `- **${title}:** ${escapeMarkdown(name)}, ${moment(from)} – ${to === null ? 'now' : moment(to)}`),
  );
  const others = state.participants.filter((p) => !p.roles.some((r) => roles.some(([role]) => role === r.role)));
  if (others.length > 0) lines.push(`- **Also took part:** ${others.map((p) => escapeMarkdown(p.name)).join(', ')}`);
  return orNothing(lines, 'Nobody held a role.');
}

function timelineSection({ timeline }: ReviewFacts): string {
  const sorted = [...timeline].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return orNothing(sorted.map(({ at, text, pinned }) => `- **${moment(at)}** ${pinned ? '📌 ' : ''}${oneLine(text)}`), 'Nothing was recorded.');
}

function reportsSection(reports: readonly ReviewReport[]): string {
  const sorted = [...reports].sort((a, b) => (a.at < b.at ? -1 : 1));
  const blocks = sorted.map(({ at, author, body }) => {
    const title = `**${body.kind === 'tactical' ? 'Tactical' : 'Executive'} report**, ${moment(at)}, ${escapeMarkdown(author)}`;
    return [title, ...fieldsOf(body).map(([name, text]) => `- *${name}:* ${oneLine(text)}`)].join('\n');
  });
  return blocks.length === 0 ? 'No report was posted.' : blocks.join('\n\n');
}

function fieldsOf(body: ReportBody): [string, string][] {
  const all: [string, string][] =
    body.kind === 'tactical'
      ? [['Conditions', body.conditions], ['Actions', body.actions], ['Needs', body.needs]]
      : [['Current status', body.currentStatus], ['Overview', body.overview], ['Next steps', body.nextSteps]];
  return all.filter(([, text]) => text.trim() !== '');
}

function tasksSection({ state }: ReviewFacts): string {
  const mark = { open: '[ ]', done: '[x]', cancelled: '[x]' } as const;
  const lines = state.tasks.map((task) => {
    const who = task.assignee === null ? 'nobody yet' : escapeMarkdown(task.assignee.name);
    const due = task.dueAt === null ? '' : `, due ${day(task.dueAt)}`;
    return `- ${mark[task.state]} ${escapeMarkdown(task.title)} (${who}${due}${task.state === 'cancelled' ? ', cancelled' : ''})`;
  });
  return orNothing(lines, 'No tasks yet.');
}

/** Markdown of people in one line of a list: line breaks would end the list, comment marks could look like ours. */
function oneLine(text: string): string {
  return text.replaceAll('<!--', '‹!--').replace(/\s+/g, ' ').trim();
}

function orNothing(lines: readonly string[], nothing: string): string {
  return lines.length === 0 ? nothing : lines.join('\n');
}
