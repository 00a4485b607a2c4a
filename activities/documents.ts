import { documentValues } from '../domain/incident/document-values.ts';
import { documentTitle } from '../domain/incident/naming.ts';
import { INCIDENT_DOCUMENT_TEMPLATE } from '../domain/incident/templates/incident-document.ts';
import { REVIEW_DOCUMENT_TEMPLATE } from '../domain/incident/templates/review-document.ts';
import { loadEvents } from '../models/ledger-read.ts';
import type { Kit } from './deps.ts';
import { ensureResource } from './ensure.ts';
import type { Subject } from './subject.ts';
import type { IntegrationActivities, StepInput, StepResult } from './types.ts';

/** Activities about the documents of an incident. */
export function documentActivities(kit: Kit): Pick<IntegrationActivities, 'createIncidentDocument' | 'createReviewDocument'> {
  return {
    createIncidentDocument: (input) => createDocument(kit, input, 'document'),
    createReviewDocument: (input) => createDocument(kit, input, 'reviewDocument'),
  };
}

/** Today's values of the placeholders of an incident's documents. */
export async function valuesOf(kit: Kit, { state, url, costText }: Subject): Promise<Record<string, string>> {
  const events = await loadEvents(kit.db, state.id);
  return documentValues({ state, url, cost: costText, events });
}

/** Makes one of the incident's documents, once. */
export async function createDocument(kit: Kit, input: StepInput, kind: 'document' | 'reviewDocument'): Promise<StepResult> {
  return ensureResource(kit, input, {
    kind,
    capability: 'document',
    create: async (document, subject, { mark, pluginId }) => {
      const { state, facts, restricted } = subject;
      const { storage } = state.resources;
      const about = kind === 'document' ? 'incident' : 'review';
      const template = kind === 'document' ? (facts.incidentTemplate ?? INCIDENT_DOCUMENT_TEMPLATE) : (facts.reviewTemplate ?? REVIEW_DOCUMENT_TEMPLATE);
      return document.create({
        ...mark,
        kind: about,
        title: documentTitle(about, state.key),
        folderId: storage?.provider === pluginId ? storage.externalId : null,
        template,
        values: await valuesOf(kit, subject),
        private: restricted,
      });
    },
  });
}
