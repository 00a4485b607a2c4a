import { personDetails } from '../models/incident-facts.ts';
import { storeInbound } from '../models/inbound.ts';
import type { InboundFact } from '../plugins/contract.ts';
import type { Kit } from './deps.ts';
import { onResource } from './ensure.ts';
import { type Subject, vendorPeople } from './subject.ts';

/**
 * Makes up for what happened in a vendor's conversation while nobody listened: participants who are not in it are added, and people of the
 * organization who are in it and never took part are handed to the API as if they had just come in. Whoever was removed here stays removed.
 */
export async function reconcileMembers(kit: Kit, subject: Subject): Promise<void> {
  const { state, place, present } = subject;
  if (state.resources.conversation?.provider === 'builtin') return;
  await onResource(kit, { subject, kind: 'conversation', capability: 'conversation' }, async (conversation, { externalId, provider }) => {
    const there = new Set((await conversation.members(externalId)).map((email) => email.toLowerCase()));
    const missing = present.filter((person) => !there.has(person.email));
    if (missing.length > 0) await conversation.addMembers(externalId, vendorPeople(missing));
    const ever = new Set(state.participants.map((person) => person.email));
    const strangers = [...there].filter((email) => !ever.has(email));
    if (strangers.length === 0) return;
    const known = await personDetails(kit.db, place.organizationId, strangers);
    for (const email of strangers.filter((one) => known.has(one))) {
      const fact: InboundFact = { kind: 'member-joined', conversationId: externalId, person: { vendorId: '', email, name: email }, invitedBy: null, at: kit.now().toISOString() };
      await storeInbound(kit.db, { ...place, pluginId: provider }, { eventId: `members/${externalId}/${email}`, facts: [fact], leaseSeconds: 0 });
    }
  });
}
