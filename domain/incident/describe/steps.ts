import type { IncidentEvent, ResourceFacts } from '../events.ts';
import { bold, escapeMarkdown, markdownLink } from '../markdown.ts';
import { stepTitle } from '../plan.ts';
import { actorOf, details, RESOURCE_WORDS, said, type Description } from './words.ts';

/** What a step that brings no resource has done; those not listed are said by their title. */
const DONE: Record<string, string> = {
  engage: 'The people that the rules ask for were engaged',
  admit: 'The participants were let in everywhere',
  refresh: 'Topic, links and documents are up to date',
  'update-ticket': 'The ticket is up to date',
  'close-ticket': 'The ticket followed the incident’s closing',
  'page-commander': 'The commander was paged',
  welcome: 'The participants were welcomed',
  announce: 'The incident was announced',
  'archive-conversation': 'The conversation was archived',
  'unarchive-conversation': 'The conversation is open again',
  'request-feedback': 'The participants were asked for feedback',
  'final-cost': 'The cost was calculated',
  'draft-postmortem': 'The postmortem was drafted from the timeline',
  'review-meeting': 'The review meeting was scheduled',
  'announce-postmortem': 'The postmortem was sent round',
};

/** The step as its list shows it, so that people find it there. */
function named(step: string): string {
  return bold(stepTitle(step));
}

function resourceWords(resource: ResourceFacts): string {
  return `${RESOURCE_WORDS[resource.kind]} ${markdownLink(resource.name, resource.url)}`;
}

/** The work that the automation took on. */
export function describeArmed({ data: { steps } }: IncidentEvent<'steps.armed'>): Description {
  const [only] = steps;
  if (only !== undefined && steps.length === 1) return said(`Dispatch took on ${bold(only.title)}`);
  return said(`Dispatch took on ${steps.length} steps`, {
    details: details(['Steps', steps.map((step) => `- ${escapeMarkdown(step.title)}`).join('\n')]),
  });
}

/** What a step brought: its resource, else what it did. */
export function describeSucceeded({ data }: IncidentEvent<'step.succeeded'>): Description {
  const { resource, note, step } = data;
  if (resource)
    return said(`${resourceWords(resource)} is ready`, {
      details: details(['Provider', escapeMarkdown(resource.provider)], ['Note', note]),
    });
  return said(DONE[step] ?? `${named(step)} is done`, { details: details(['Note', note]) });
}

/** A step that needs a person. */
export function describeFailed({ data }: IncidentEvent<'step.failed'>): Description {
  const tries = data.attempts === 1 ? '1 try' : `${data.attempts} tries`;
  return said(`${named(data.step)} failed after ${tries}`, {
    important: true,
    details: details(['Error', escapeMarkdown(data.error)]),
  });
}

/** A step that is left out. */
export function describeSkipped({ actor, data }: IncidentEvent<'step.skipped'>): Description {
  const text =
    actor.kind === 'system'
      ? `${named(data.step)} was left out`
      : `${actorOf(actor)} left out ${named(data.step)}`;
  return said(text, { details: details(['Reason', data.reason]) });
}

/** A resource that a person brought instead of the automation. */
export function describeSupplied({ actor, data }: IncidentEvent<'step.supplied'>): Description {
  const words = resourceWords(data.resource);
  return said(`${actorOf(actor)} supplied the ${words.charAt(0).toLowerCase()}${words.slice(1)} by hand`);
}

/** A step that is tried again. */
export function describeRetried({ actor, data }: IncidentEvent<'step.retried'>): Description {
  return said(`${actorOf(actor)} retried ${named(data.step)}`);
}

/** A resource put away or taken out again. */
export function describeArchived({ data }: IncidentEvent<'resource.archived'>): Description {
  const what = RESOURCE_WORDS[data.kind].toLowerCase();
  return said(data.archived ? `The ${what} was archived` : `The ${what} is open again`);
}
