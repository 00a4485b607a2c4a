import { describeEvent } from './describe.ts';
import type { IncidentEvent } from './events.ts';
import { bold, escapeMarkdown, markdownLink, safeUrl } from './markdown.ts';
import { clock, day, lasting, moment } from './moments.ts';
import { PLACEHOLDERS } from './placeholders.ts';
import { lastHolderOf } from './roles.ts';
import type { IncidentState, IncidentTask, StageInterval } from './state.ts';
import type { ResourceKind, Role, Stage } from './types.ts';

/** What documents are about. `events` are those of the ledger that the timeline is told from, oldest first. */
export interface DocumentSubject {
  state: IncidentState;
  /** Page of the incident. */
  url: string;
  /** The cost as shown, e.g. `$3,412`; null = not calculated. */
  cost: string | null;
  events: readonly IncidentEvent[];
}

const NONE = '–';
const LATER = 'not yet';

/** The values of all {@link PLACEHOLDERS} (aliases too) as Markdown fragments, escaped except for what people wrote as Markdown. */
export function documentValues(subject: DocumentSubject): Record<string, string> {
  const values: Record<string, string> = {
    ...facts(subject),
    ...times(subject.state),
    ...links(subject.state),
    ...lists(subject),
  };
  for (const { name, aliases } of PLACEHOLDERS)
    for (const alias of aliases) values[alias] = values[name] ?? NONE;
  return values;
}

function facts({ state, url, cost }: DocumentSubject): Record<string, string> {
  return {
    key: escapeMarkdown(state.key),
    title: escapeMarkdown(state.title),
    description: state.description.trim() || NONE,
    resolution: state.resolution?.trim() || LATER,
    incident: markdownLink(state.key, url),
    stage: state.stage,
    severity: escapeMarkdown(state.severity.name),
    priority: escapeMarkdown(state.priority.name),
    type: escapeMarkdown(state.type.name),
    project: escapeMarkdown(state.project.name),
    visibility: state.visibility === 'restricted' ? 'restricted to its participants' : 'open',
    tags: state.tags.map(escapeMarkdown).join(', ') || NONE,
    cost: cost === null ? LATER : escapeMarkdown(cost),
    commander: holder(state, 'commander'),
    reporter: holder(state, 'reporter'),
    scribe: holder(state, 'scribe'),
    liaison: holder(state, 'liaison'),
    review_owner: state.postmortem ? escapeMarkdown(state.postmortem.owner.name) : holder(state, 'commander'),
    ...tagValues(state.tags),
  };
}

function holder(state: IncidentState, role: Role): string {
  const person = lastHolderOf(state, role);
  return person ? escapeMarkdown(person.name) : NONE;
}

/** Tags of the form `type/name`, by type: `tag_region` → `eu, us`. */
function tagValues(tags: readonly string[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const tag of tags) {
    const [, type, name] = /^([\w.-]+)\/(.+)$/.exec(tag) ?? [];
    if (type === undefined || name === undefined) continue;
    const key = `tag_${type}`;
    values[key] =
      values[key] === undefined ? escapeMarkdown(name) : `${values[key]}, ${escapeMarkdown(name)}`;
  }
  return values;
}

/** The last time an incident entered a stage, null when it never did. */
function entered(stages: readonly StageInterval[], stage: Stage): string | null {
  return stages.findLast((interval) => interval.stage === stage)?.from ?? null;
}

function times(state: IncidentState): Record<string, string> {
  const closed = entered(state.stages, 'closed');
  // Closed straight from active: it was stable when it was closed.
  const stable = entered(state.stages, 'stable') ?? closed;
  const meeting = state.postmortem?.meetingAt;
  return {
    reported_at: moment(state.reportedAt),
    declared_at: moment(state.declaredAt),
    stable_at: stable === null ? LATER : moment(stable),
    closed_at: closed === null ? LATER : moment(closed),
    time_to_stable: stable === null ? LATER : lasting(state.reportedAt, stable),
    duration: closed === null ? LATER : lasting(state.reportedAt, closed),
    review_at: meeting ? moment(meeting) : LATER,
  };
}

const LINKS: Record<string, ResourceKind> = {
  ticket: 'ticket',
  conversation: 'conversation',
  conference: 'conference',
  storage: 'storage',
  document: 'document',
  review_document: 'reviewDocument',
};

function links(state: IncidentState): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, kind] of Object.entries(LINKS)) {
    const resource = state.resources[kind];
    values[name] = resource ? markdownLink(resource.name, resource.url) : NONE;
    values[`${name}_url`] = safeUrl(resource?.url) ?? NONE;
  }
  return values;
}

function lists({ state, events }: DocumentSubject): Record<string, string> {
  return {
    participants: bullets(
      state.participants.map(
        (person) =>
          `${escapeMarkdown(person.name)} (${[...new Set(person.roles.map((interval) => interval.role))].join(', ') || 'participant'})`,
      ),
    ),
    tasks: bullets(state.tasks.filter((task) => task.kind === 'response').map(taskLine)),
    follow_ups: bullets(state.tasks.filter((task) => task.kind === 'followUp').map(taskLine)),
    timeline: bullets(timelineLines(events)),
  };
}

/** A list, or the dash when there is nothing to list. */
function bullets(lines: readonly string[]): string {
  return lines.length === 0 ? NONE : lines.map((line) => `- ${line}`).join('\n');
}

const TASK_MARKS: Record<IncidentTask['state'], string> = {
  open: 'open',
  done: 'done',
  cancelled: 'cancelled',
};

function taskLine(task: IncidentTask): string {
  const who = task.assignee ? escapeMarkdown(task.assignee.name) : 'nobody yet';
  const due = task.dueAt ? `, due ${day(task.dueAt)}` : '';
  return `${bold(task.title)}: ${who}, ${TASK_MARKS[task.state]}${due}`;
}

/** The important events; the day is said when it changes. */
function timelineLines(events: readonly IncidentEvent[]): string[] {
  let lastDay = '';
  const sorted = events.toSorted((a, b) => (a.at === b.at ? a.seq - b.seq : a.at < b.at ? -1 : 1));
  return sorted.flatMap((event) => {
    const { text, important } = describeEvent(event);
    if (!important) return [];
    const today = day(event.at);
    const when = today === lastDay ? clock(event.at) : `${today}, ${clock(event.at)}`;
    lastDay = today;
    return [`**${when}** ${text}`];
  });
}
