import type { VendorPerson } from '../plugins/contract.ts';
import { keepBoard } from './board.ts';
import type { Kit } from './deps.ts';
import { onResource } from './ensure.ts';
import { joinNotes, notAdded, type Part, settleAll } from './settle.ts';
import { loadSubject, type Subject, vendorPeople } from './subject.ts';
import type { IntegrationActivities } from './types.ts';

type ParticipantActivities = Pick<IntegrationActivities, 'admitParticipants' | 'admitParticipant' | 'dismissParticipant'>;

/** Activities that let people in to the resources of an incident, or take them out. */
export function participantActivities(kit: Kit): ParticipantActivities {
  return {
    async admitParticipants({ incidentId }) {
      const subject = await loadSubject(kit, incidentId);
      const note = await admit(kit, subject, vendorPeople(subject.present));
      await keepBoard(kit, subject);
      return { resource: null, note };
    },

    async admitParticipant({ incidentId, person }) {
      const subject = await loadSubject(kit, incidentId);
      if (subject.present.some((p) => p.personId === person.personId)) await admit(kit, subject, vendorPeople([person]));
    },

    async dismissParticipant({ incidentId, person }) {
      const subject = await loadSubject(kit, incidentId);
      // Added again in the meantime: taking them out now would undo that.
      if (subject.present.some((p) => p.personId === person.personId)) return;
      await settleAll(dismissals(kit, subject, person.email));
    },
  };
}

async function admit(kit: Kit, subject: Subject, people: VendorPerson[]): Promise<string | null> {
  if (people.length === 0) return null;
  const isOpen = subject.state.resources.conversation?.state === 'ready';
  const note = (failed: { failed: { email: string; reason: string }[] } | null | undefined, to: string): string | null => notAdded(failed?.failed ?? [], to);
  const parts: Part<string | null>[] = [
    {
      label: 'conversation',
      work: async () => (isOpen ? note(await onResource(kit, { subject, kind: 'conversation', capability: 'conversation' }, (c, { externalId }) => c.addMembers(externalId, people)), 'the conversation') : null),
    },
    ...(['tacticalGroup', 'notificationsGroup'] as const).map((kind) => {
      const name = kind === 'tacticalGroup' ? 'the tactical group' : 'the notifications group';
      return { label: name, work: async () => note(await onResource(kit, { subject, kind, capability: 'participantGroup' }, (g, { externalId }) => g.addMembers(externalId, people)), name) };
    }),
    { label: 'folder', work: async () => note(await onResource(kit, { subject, kind: 'storage', capability: 'storage' }, (s, { externalId }) => s.share(externalId, people)), 'the folder') },
    { label: 'conference', work: async () => note(await onResource(kit, { subject, kind: 'conference', capability: 'conference' }, async (c, { externalId }) => c.addPeople?.(externalId, people)), 'the conference') },
  ];
  return joinNotes(...(await settleAll(parts)));
}

function dismissals(kit: Kit, subject: Subject, email: string): Part<unknown>[] {
  return [
    { label: 'conversation', work: () => onResource(kit, { subject, kind: 'conversation', capability: 'conversation' }, (c, { externalId }) => c.removeMember(externalId, email)) },
    { label: 'tactical group', work: () => onResource(kit, { subject, kind: 'tacticalGroup', capability: 'participantGroup' }, (g, { externalId }) => g.removeMember(externalId, email)) },
    { label: 'notifications group', work: () => onResource(kit, { subject, kind: 'notificationsGroup', capability: 'participantGroup' }, (g, { externalId }) => g.removeMember(externalId, email)) },
    { label: 'folder', work: () => onResource(kit, { subject, kind: 'storage', capability: 'storage' }, (s, { externalId }) => s.unshare(externalId, email)) },
    { label: 'conference', work: () => onResource(kit, { subject, kind: 'conference', capability: 'conference' }, async (c, { externalId }) => c.removePerson?.(externalId, email)) },
  ];
}
