import { loadEvents } from '../models/ledger-read.ts';
import type { Kit } from './deps.ts';
import { ensureResource, onResource } from './ensure.ts';
import { loadSubject } from './subject.ts';
import type { IntegrationActivities } from './types.ts';

/** Activities about the ticket. */
export function ticketActivities(kit: Kit): Pick<IntegrationActivities, 'createTicket' | 'updateTicket'> {
  return {
    createTicket: (input) =>
      ensureResource(kit, input, {
        kind: 'ticket',
        capability: 'ticket',
        create: (ticket, { state, brief, facts }, { mark }) => ticket.create({ ...mark, reservedKey: state.key, brief, metadata: facts.ticketMetadata }),
      }),

    async updateTicket({ incidentId }) {
      const subject = await loadSubject(kit, incidentId);
      const metadata = (await hasNewType(kit, incidentId)) ? subject.facts.ticketMetadata : undefined;
      await onResource(kit, { subject, kind: 'ticket', capability: 'ticket' }, (ticket, { externalId }) => ticket.update(externalId, subject.brief, metadata));
      return { resource: null, note: null };
    },
  };
}

/** Another type may mean other fields in the ticket; while it stays, what people changed there is theirs. */
async function hasNewType(kit: Kit, incidentId: string): Promise<boolean> {
  const events = await loadEvents(kit.db, incidentId);
  return events.some((event) => event.kind === 'incident.edited' && event.data.edit.type !== undefined);
}
