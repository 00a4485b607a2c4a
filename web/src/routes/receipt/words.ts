import type { IncidentDetail } from '../../../../api/contract/incidents.ts';

type Kind = IncidentDetail['resources'][number]['kind'];

/** What people call each kind of resource. */
export const RESOURCE_WORDS: Record<Kind, string> = {
  ticket: 'Ticket',
  conversation: 'Conversation',
  storage: 'Storage',
  document: 'Incident document',
  reviewDocument: 'Postmortem document',
  conference: 'Conference',
  tacticalGroup: 'Tactical group',
  notificationsGroup: 'Notifications group',
};

/** The resource that a step of the automation brings. */
export const RESOURCE_OF_STEP: Readonly<Record<string, Kind>> = {
  ticket: 'ticket',
  conversation: 'conversation',
  storage: 'storage',
  'incident-document': 'document',
  'review-document': 'reviewDocument',
  conference: 'conference',
  'tactical-group': 'tacticalGroup',
  'notifications-group': 'notificationsGroup',
};
