import { overseers } from '../models/read/overseers.ts';
import type { Kit } from './deps.ts';
import { onResource } from './ensure.ts';
import { followers } from './groups.ts';
import { joinNotes, notAdded, type Part, settleAll } from './settle.ts';
import { loadSubject, type Subject, vendorPeople } from './subject.ts';
import type { IntegrationActivities } from './types.ts';

/** What one part of the change did, for the timeline. */
interface Outcome {
  /** E-mail addresses of those who were taken out. */
  removed: string[];
  note: string | null;
}
type Effect = Part<Outcome | null>;

const NOTHING: Outcome = { removed: [], note: null };
const DOCUMENTS = [['document', 'incident document'], ['reviewDocument', 'review document']] as const;
const GROUPS = [['tacticalGroup', 'tactical group'], ['notificationsGroup', 'notifications group']] as const;

/** The activity that makes everything at the providers as private or open as the incident is now. */
export function visibilityActivities(kit: Kit): Pick<IntegrationActivities, 'setVisibility'> {
  return {
    async setVisibility({ incidentId }) {
      const subject = await loadSubject(kit, incidentId);
      const outcomes = await settleAll(subject.restricted ? await closing(kit, subject) : opening(kit, subject));
      const removed = new Set(outcomes.flatMap((outcome) => outcome?.removed ?? []));
      const lead = subject.restricted ? 'The resources are private' : 'The resources are open';
      const gone = removed.size === 0 ? null : `${removed.size} ${removed.size === 1 ? 'person who takes' : 'people who take'} no part lost access to the conversation or groups`;
      return { note: `${joinNotes(lead, gone, ...outcomes.map((outcome) => outcome?.note)) ?? lead}.` };
    },
  };
}

/** Restricted: nobody new gets in, then those go who came in while it was open. */
async function closing(kit: Kit, subject: Subject): Promise<Effect[]> {
  const staying = new Set([...subject.present.map((p) => p.email), ...(await overseers(kit.db, subject.place.organizationId))].map((email) => email.toLowerCase()));
  const strangers = (members: readonly string[]): string[] => members.filter((email) => !staying.has(email.toLowerCase()));
  return [
    {
      label: 'conversation',
      work: () =>
        onResource(kit, { subject, kind: 'conversation', capability: 'conversation' }, async (conversation, { externalId }) => {
          await conversation.setPrivate(externalId, true);
          const removed = strangers(await conversation.members(externalId));
          for (const email of removed) await conversation.removeMember(externalId, email);
          return { removed, note: null };
        }),
    },
    ...GROUPS.map(([kind, label]): Effect => ({
      label,
      work: () =>
        onResource(kit, { subject, kind, capability: 'participantGroup' }, async (group, { externalId }) => {
          const removed = strangers(await group.members(externalId));
          for (const email of removed) await group.removeMember(externalId, email);
          return { removed, note: null };
        }),
    })),
    ...keeping(kit, subject),
  ];
}

/** Open: everybody may look, and those who follow from outside are told again. */
function opening(kit: Kit, subject: Subject): Effect[] {
  return [
    {
      label: 'conversation',
      work: () =>
        onResource(kit, { subject, kind: 'conversation', capability: 'conversation' }, async (conversation, { externalId }) => {
          await conversation.setPrivate(externalId, false);
          return NOTHING;
        }),
    },
    {
      label: 'notifications group',
      work: () =>
        onResource(kit, { subject, kind: 'notificationsGroup', capability: 'participantGroup' }, async (group, { externalId }) => {
          const { failed } = await group.addMembers(externalId, [...vendorPeople(subject.present), ...followers(subject)]);
          return { removed: [], note: notAdded(failed, 'the notifications group') };
        }),
    },
    ...keeping(kit, subject),
  ];
}

/** What is kept: the folder and the documents, for participants alone or for the organization. */
function keeping(kit: Kit, subject: Subject): Effect[] {
  const { restricted } = subject;
  return [
    {
      label: 'folder',
      work: () =>
        onResource(kit, { subject, kind: 'storage', capability: 'storage' }, async (storage, { externalId }) => {
          if (storage.setPrivate) await storage.setPrivate(externalId, restricted);
          else if (restricted) await storage.setOpen?.(externalId, false);
          return NOTHING;
        }),
    },
    ...DOCUMENTS.map(([kind, label]): Effect => ({
      label,
      work: () =>
        onResource(kit, { subject, kind, capability: 'document' }, async (document, { externalId }) => {
          await document.setPrivate?.(externalId, restricted);
          return NOTHING;
        }),
    })),
  ];
}
