import { createHash } from 'node:crypto';

/** What stands in a channel's description so that we know it again: short, because people read it. */
export function channelMark(mark: string): string {
  return `[dispatch ${createHash('sha256').update(mark).digest('hex').slice(0, 16)}]`;
}

/** The description of a channel of ours. */
export function purposeOf(topic: string, mark: string): string {
  const tail = ` ${channelMark(mark)}`;
  return `Incident channel, kept up to date by Dispatch.${topic === '' ? '' : ' '}${topic}`.slice(0, 250 - tail.length).trimEnd() + tail;
}

/** A name as channels carry it: lower-case letters, digits, dashes and underscores, at most 80 (docs.slack.dev, conversations.create). */
export function channelName(template: string, name: string, suffix = ''): string {
  const plain = template.replaceAll('{name}', name).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const tail = suffix === '' ? '' : `-${suffix}`;
  const cleaned = plain.replace(/[^a-z0-9_]+/g, '-').slice(0, 80 - tail.length).replace(/^-+|-+$/g, '');
  return `${cleaned === '' ? 'incident' : cleaned}${tail}`;
}

/** What tells two channels of one name apart: four characters that come from the incident. */
export function suffixOf(incidentId: string): string {
  return createHash('sha256').update(incidentId).digest('hex').slice(0, 4);
}
