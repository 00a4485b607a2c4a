import type { IncidentEvent } from '../events.ts';
import { bold, escapeMarkdown } from '../markdown.ts';
import { moment } from '../moments.ts';
import type { Stage } from '../types.ts';
import { actorOf, details, said, STAGE_WORDS, who, type Description } from './words.ts';

/** The declaration with the facts that it carried. */
export function describeDeclared({ actor, data }: IncidentEvent<'incident.declared'>): Description {
  const did =
    data.stage === 'active' ? 'declared the incident' : `recorded the incident as ${STAGE_WORDS[data.stage]}`;
  return said(`${actorOf(actor)} ${did} ${bold(data.title)}`, {
    important: true,
    details: details(
      ['Severity', escapeMarkdown(data.severity.name)],
      ['Priority', escapeMarkdown(data.priority.name)],
      ['Type', escapeMarkdown(data.type.name)],
      ['Project', escapeMarkdown(data.project.name)],
      ['Commander', `${who(data.commander)}${data.commanderIsInterim ? ', for now' : ''}`],
      ['Reported by', data.reporter.personId === data.commander.personId ? null : who(data.reporter)],
      ['Visibility', data.visibility === 'restricted' ? 'Restricted to its participants' : null],
      ['Reported', moment(data.reportedAt)],
      ['Tags', data.tags.map(escapeMarkdown).join(', ')],
      ['Description', data.description],
    ),
  });
}

/** The key that people use from now on. */
export function describeKeyed({ data }: IncidentEvent<'incident.keyed'>): Description {
  return said(
    `The incident’s key is now ${bold(data.key)}; ${escapeMarkdown(data.formerKey)} still leads to it`,
  );
}

/** What somebody did who moved an incident to a stage, after their name. */
export const BY_A_PERSON: Readonly<Record<Stage, string>> = {
  active: 'reopened the incident',
  stable: 'marked the incident stable',
  closed: 'closed the incident',
  review: 'started the review',
};
const BY_ITSELF: Record<Stage, string> = {
  active: 'The incident was reopened',
  stable: 'The incident is stable',
  closed: 'The incident is closed',
  review: 'The review began',
};

/** A change of stage with its reason. */
export function describeStage({ actor, data }: IncidentEvent<'stage.changed'>): Description {
  const text = actor.kind === 'system' ? BY_ITSELF[data.to] : `${actorOf(actor)} ${BY_A_PERSON[data.to]}`;
  return said(text, {
    important: true,
    details: details(['Before', STAGE_WORDS[data.from]], ['Reason', data.reason]),
  });
}
