import { draftReview } from '../domain/postmortem/draft.ts';
import { reviewFacts } from '../domain/postmortem/facts.ts';
import { mergeDraft } from '../domain/postmortem/merge.ts';
import { createBuiltinStore } from '../models/builtin-store.ts';
import { loadEvents } from '../models/ledger-read.ts';
import { linkPostmortem, openPostmortem } from '../models/postmortems.ts';
import { VendorError } from '../plugins/contract.ts';
import type { Kit } from './deps.ts';
import { createDocument, valuesOf } from './documents.ts';
import { onResource } from './ensure.ts';
import { loadSubject, type Subject } from './subject.ts';
import type { PostmortemActivities, StepInput, StepResult } from './types.ts';

/** How often a draft is merged anew because somebody saved the document in the same moment. */
const MERGES = 5;
/** The automation's name in a document's revisions. */
const AUTHOR = 'Dispatch';

/** Activities about the postmortem's row and document. */
export function postmortemActivities(kit: Kit): Pick<PostmortemActivities, 'openPostmortem' | 'draftPostmortem'> {
  return {
    async openPostmortem({ incidentId, owner, dueAt }) {
      const { state } = await loadSubject(kit, incidentId);
      return openPostmortem(kit.db, { incidentId, organizationId: state.organizationId, ownerId: owner.personId, dueAt });
    },
    draftPostmortem: (input) => draft(kit, input),
  };
}

async function draft(kit: Kit, input: StepInput): Promise<StepResult> {
  const made = await createDocument(kit, input, 'reviewDocument');
  const subject = await loadSubject(kit, input.incidentId);
  const resource = made.resource;
  const isNew = subject.state.resources.reviewDocument === undefined;
  if (resource?.provider === 'builtin') {
    await linkPostmortem(kit.db, input.incidentId, { documentId: resource.externalId });
    const note = await draftBuiltin(kit, subject, resource.externalId);
    return { resource: isNew ? resource : null, note };
  }
  // A vendor's document keeps its drafted parts as placeholders, which its own provider brings up to date.
  const values = await valuesOf(kit, subject);
  await onResource(kit, { subject, kind: 'reviewDocument', capability: 'document' }, (document, { externalId }) => document.refresh(externalId, values));
  return { resource: isNew ? resource : null, note: null };
}

/** Merges the draft into the document as people have left it; a save in between is never overwritten. */
async function draftBuiltin(kit: Kit, { state, costText, place }: Subject, documentId: string): Promise<string | null> {
  const store = createBuiltinStore(kit.db, place.organizationId);
  const sections = draftReview(reviewFacts(state, await loadEvents(kit.db, state.id), costText));
  for (let tries = 0; tries < MERGES; tries += 1) {
    const source = await store.documentSource(documentId);
    if (source === null) throw new VendorError('not-found', 'The review document is gone: retry the step that prepares it');
    const body = mergeDraft(source.body, sections);
    if (body === source.body) return null;
    const { saved } = await store.saveDocumentSource(documentId, { body, revision: source.revision, author: AUTHOR });
    if (saved) return null;
  }
  throw new VendorError('unavailable', 'The review document is being edited all the time; drafting is tried again');
}
