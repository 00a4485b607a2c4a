import { DomainError } from '../../domain/errors.ts';
import { renderTemplate } from '../../domain/incident/template.ts';
import { documentById, documentsOf, saveDocument, type DocumentFacts } from '../../models/documents.ts';
import { incidentDetail } from '../../models/read/incident-detail.ts';
import { listPostmortems } from '../../models/read/postmortems.ts';
import { openIncident, requireAbility } from '../auth/admit.ts';
import { inputTime, personBy, refOf } from '../commands/acting.ts';
import type { routes } from '../contract/index.ts';
import type { Answer, Call, Handlers, IncidentHandle } from '../http/handler.ts';

type Routes = (typeof routes)['documents'];
type View = Answer<Routes['get']>;

function view(document: DocumentFacts, incident: IncidentHandle): View {
  const { id, kind, title, body, values, revision, updatedAt } = document;
  return { id, incident: { id: incident.id, key: incident.key }, kind, title, body, rendered: renderTemplate(body, values), values, revision, editable: incident.abilities.includes('edit'), updatedAt };
}

// A document is as visible as its incident.
async function open({ deps, viewer }: Pick<Call<Routes['get']>, 'deps' | 'viewer'>, id: string): Promise<{ document: DocumentFacts; incident: IncidentHandle }> {
  const document = await documentById(deps.db, id);
  const incident = document && (await openIncident(deps, viewer, document.incidentId).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === 'not-found') return null;
    throw error;
  }));
  if (!document || !incident) throw new DomainError('not-found', 'There is no such document.');
  return { document, incident };
}

async function postmortemBrief({ deps, viewer, incident }: Pick<Call<Routes['publish']>, 'deps' | 'viewer' | 'incident'>): Promise<Answer<Routes['publish']>> {
  const facts = await incidentDetail(deps.db, viewer, incident.id);
  if (!facts?.postmortem) throw new DomainError('not-allowed-now', 'This incident has no postmortem: it begins when a closed incident goes into review.');
  return facts.postmortem;
}

async function schedule(call: Call<Routes['schedule']>): Promise<Answer<Routes['schedule']>> {
  const { deps, viewer, incident, body, commandId } = call;
  const meetingAt = inputTime(body.meetingAt, '/meetingAt');
  await postmortemBrief(call);
  const owner = body.ownerEmail === undefined ? null : await personBy(call, body.ownerEmail);
  await deps.commands.postmortem(incident.id, { name: 'scheduleMeeting', commandId, by: refOf(viewer), meetingAt, owner });
  return postmortemBrief(call);
}

async function publish(call: Call<Routes['publish']>): Promise<Answer<Routes['publish']>> {
  const { deps, viewer, incident, commandId } = call;
  const before = await postmortemBrief(call);
  if (before.state === 'published') return before;
  await deps.commands.postmortem(incident.id, { name: 'publish', commandId, by: refOf(viewer) });
  return postmortemBrief(call);
}

/** Built-in documents with optimistic revisions, and postmortems. */
export const documents: Handlers<Routes> = {
  list: async ({ deps, incident }) => ({ data: (await documentsOf(deps.db, incident.id)).map((document) => view(document, incident)) }),
  async get(call) {
    const { document, incident } = await open(call, call.params.id);
    return view(document, incident);
  },
  async edit(call) {
    const { deps, viewer, params, body } = call;
    const { incident } = await open(call, params.id);
    requireAbility(incident.abilities, 'edit');
    const saved = await saveDocument(deps.db, { id: params.id, body: body.body, revision: body.revision, authorId: viewer.personId, authorName: viewer.name });
    return view(saved, incident);
  },
  postmortems: ({ deps, viewer, query }) => listPostmortems(deps.db, viewer, query),
  schedule,
  publish,
};
