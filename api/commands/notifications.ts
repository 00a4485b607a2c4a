import { DomainError } from '../../domain/errors.ts';
import { escapeMarkdown } from '../../domain/incident/markdown.ts';
import { loadState } from '../../models/ledger.ts';
import type { ParticipantGroupCapability } from '../../plugins/contract.ts';
import { requireAbility } from '../auth/admit.ts';
import type { IncidentHandle } from '../http/handler.ts';
import type { Acting } from './acting.ts';
import { atVendor } from './vendor.ts';
import { addNote } from './work.ts';

interface Group {
  impl: ParticipantGroupCapability;
  externalId: string;
}

async function groupOf({ deps, viewer }: Acting, incident: IncidentHandle): Promise<Group> {
  const resource = (await loadState(deps.db, incident.id)).resources.notificationsGroup;
  if (resource === undefined) throw new DomainError('not-allowed-now', 'This incident has no notifications group yet.');
  if (resource.provider === 'manual') throw new DomainError('not-allowed-now', 'The notifications group was supplied by hand: change it where it is.');
  const place = { organizationId: viewer.organizationId, projectId: incident.projectId, pluginId: resource.provider };
  const { impl } = await atVendor(() => deps.registry.provider(place, 'participantGroup'));
  return { impl, externalId: resource.externalId };
}

/** E-mail addresses of those who are told about the incident from outside, sorted. */
export async function notifiedPeople(acting: Acting, incident: IncidentHandle): Promise<string[]> {
  const { impl, externalId } = await groupOf(acting, incident);
  return (await atVendor(() => impl.members(externalId))).toSorted();
}

/** Brings the notifications group to exactly these addresses; the change stands on the timeline. Answers a sentence; null when there was nothing to change. */
export async function setNotifiedPeople(acting: Acting, incident: IncidentHandle, wanted: readonly string[]): Promise<string | null> {
  requireAbility(incident.abilities, 'manageParticipants');
  const group = await groupOf(acting, incident);
  const there = await atVendor(() => group.impl.members(group.externalId));
  const added = wanted.filter((email) => !there.includes(email));
  const removed = there.filter((email) => !wanted.includes(email));
  return change(acting, incident, { group, added, removed });
}

/** Puts the viewer on the notifications group, whom news of the incident reaches without taking part. */
export async function subscribe(acting: Acting, incident: IncidentHandle): Promise<string | null> {
  requireAbility(incident.abilities, 'join');
  const group = await groupOf(acting, incident);
  const there = await atVendor(() => group.impl.members(group.externalId));
  const { email } = acting.viewer;
  return there.includes(email) ? null : change(acting, incident, { group, added: [email], removed: [] });
}

async function change(acting: Acting, incident: IncidentHandle, { group, added, removed }: { group: Group; added: readonly string[]; removed: readonly string[] }): Promise<string | null> {
  if (added.length === 0 && removed.length === 0) return null;
  const { failed } = await atVendor(() => group.impl.addMembers(group.externalId, added.map((email) => ({ email, name: email }))));
  for (const email of removed) await atVendor(() => group.impl.removeMember(group.externalId, email));
  const bad = new Set(failed.map((one) => one.email));
  const words = [
    ...said('added', added.filter((email) => !bad.has(email))),
    ...said('removed', removed),
    ...failed.map(({ email, reason }) => `${email} could not be added (${reason})`),
  ].join('; ');
  const text = `Notifications group: ${escapeMarkdown(words)}.`;
  if (bad.size < added.length || removed.length > 0) await addNote(acting, incident, { text, at: null });
  return text;
}

const said = (done: string, emails: readonly string[]): string[] => (emails.length === 0 ? [] : [`${done} ${emails.join(', ')}`]);
