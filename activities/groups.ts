import { lastHolderOf } from '../domain/incident/roles.ts';
import { groupName } from '../domain/incident/naming.ts';
import type { VendorPerson } from '../plugins/contract.ts';
import type { Kit } from './deps.ts';
import { ensureResource } from './ensure.ts';
import { type Subject, vendorPeople } from './subject.ts';
import type { IntegrationActivities } from './types.ts';

/** Activities about the groups of those who work on the incident and of those who want to know. */
export function groupActivities(kit: Kit): Pick<IntegrationActivities, 'createTacticalGroup' | 'createNotificationsGroup'> {
  return {
    createTacticalGroup: (input) =>
      ensureResource(kit, input, {
        kind: 'tacticalGroup',
        capability: 'participantGroup',
        create: (group, { state, present }, { mark }) =>
          group.create({ ...mark, name: groupName('tactical', state.key), description: `Works on ${state.key}`, people: vendorPeople(present) }),
      }),

    createNotificationsGroup: (input) =>
      ensureResource(kit, input, {
        kind: 'notificationsGroup',
        capability: 'participantGroup',
        create: (group, subject, { mark }) =>
          group.create({ ...mark, name: groupName('notifications', subject.state.key), description: `Follows ${subject.state.key}`, people: followers(subject) }),
      }),
  };
}

/** Who leads, and the project's announcement addresses; those are not participants, so they never learn of a restricted incident. */
export function followers({ state, facts, restricted }: Subject): VendorPerson[] {
  const leads = (['commander', 'liaison', 'reporter'] as const).map((role) => lastHolderOf(state, role)).filter((p) => p !== null);
  const addresses = restricted ? [] : (facts.projectSettings.announcementAddresses ?? []);
  const people = [...vendorPeople(leads), ...addresses.map((email) => ({ email: email.toLowerCase(), name: email }))];
  return people.filter((person, i) => people.findIndex((p) => p.email === person.email) === i);
}
