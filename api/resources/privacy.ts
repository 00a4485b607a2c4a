import { DomainError } from '../../domain/errors.ts';
import { ERASED_NAME } from '../../domain/incident/erase.ts';
import { recordAudit } from '../../models/audit.ts';
import { beginErasure, listErasures } from '../../models/erasure/person.ts';
import { findPersonById } from '../../models/people.ts';
import { personData } from '../../models/read/person-data.ts';
import { legalHoldOf, setLegalHold } from '../../models/retention/holds.ts';
import { previewRetention, retentionPolicies, setRetention } from '../../models/retention/policy.ts';
import { listTombstones } from '../../models/retention/purge.ts';
import { transaction } from '../../models/sql.ts';
import { auditOf } from '../audit.ts';
import { openIncident } from '../auth/admit.ts';
import type { routes } from '../contract/index.ts';
import { downloadHeaders } from '../http/file-safety.ts';
import type { Answer, Call, Handlers } from '../http/handler.ts';
import { codec } from './codec.ts';
import { exportIncident } from './incident-export.ts';

type Routes = (typeof routes)['privacy'];
type Retention = Routes['retention'];

async function updateRetention(call: Call<Retention['update']>): Promise<Answer<Retention['update']>> {
  const { deps, viewer, params, body } = call;
  const { organizationId } = viewer;
  await transaction(deps.db, async (tx) => {
    const { project, before } = await setRetention(tx, { organizationId, projectId: params.id, days: body.days });
    if (before === body.days) return;
    await recordAudit(tx, { ...auditOf(call), organizationId, action: 'retention.changed', subject: { kind: 'project', id: params.id, label: project }, before: { days: before }, after: { days: body.days } });
  });
  const policy = (await retentionPolicies(deps.db, organizationId)).find((one) => one.projectId === params.id);
  if (!policy) throw new DomainError('not-found', 'There is no such project.');
  return policy;
}

async function setHold(call: Call<Routes['hold']['set']>): Promise<Answer<Routes['hold']['set']>> {
  const { deps, viewer, params, body } = call;
  const incident = await openIncident(deps, viewer, params.incident);
  const { organizationId, personId } = viewer;
  const hold = await transaction(deps.db, async (tx) => {
    const before = await legalHoldOf(tx, incident.id);
    const after = await setLegalHold(tx, { organizationId, incidentId: incident.id, reason: body.reason, personId });
    if (before?.reason === after?.reason) return after;
    const subject = { kind: 'incident', id: incident.id, label: incident.key };
    await recordAudit(tx, { ...auditOf(call), organizationId, action: after ? 'legalHold.placed' : 'legalHold.lifted', subject, before: before && { reason: before.reason }, after: after && { reason: after.reason } });
    return after;
  });
  return { hold };
}

async function exportData(call: Call<Routes['people']['exportData']>): Promise<void> {
  const { deps, viewer, params, response, request } = call;
  const { organizationId } = viewer;
  const data = await personData(deps.db, organizationId, params.id);
  if (!data) throw new DomainError('not-found', 'There is no such person.');
  await recordAudit(deps.db, { ...auditOf(call), organizationId, action: 'person.exported', subject: { kind: 'person', id: params.id, label: String(data.person['name']) } });
  response.set({ ...downloadHeaders({ name: `person-${params.id}.json`, mediaType: 'application/json' }) });
  response.end(request.method === 'HEAD' ? undefined : JSON.stringify(data, null, 2));
}

// The entry says that somebody was erased and by whom, not who it was: that is the point of it.
async function erase(call: Call<Routes['people']['erase']>): Promise<Answer<Routes['people']['erase']>> {
  const { deps, viewer, params, body } = call;
  const { organizationId } = viewer;
  if (params.id === viewer.personId) throw new DomainError('not-allowed-now', 'Somebody else has to erase your data: you would lock yourself out half-way.');
  const person = await findPersonById(deps.db, organizationId, params.id);
  if (!person) throw new DomainError('not-found', 'There is no such person.');
  if (person.email !== body.email) throw new DomainError('invalid-request', 'The e-mail address is not this person’s: type it to confirm whom you mean.', [{ pointer: '/email', detail: 'is not the address of this person' }]);
  const erasureId = await transaction(deps.db, async (tx) => {
    const begun = await beginErasure(tx, { organizationId, personId: params.id, requestedBy: viewer.name });
    await recordAudit(tx, { ...auditOf(call), organizationId, action: 'person.erased', subject: { kind: 'person', id: params.id, label: ERASED_NAME }, after: { erasure: begun.erasureId } });
    return begun.erasureId;
  });
  deps.registry.invalidate(organizationId);
  const erasure = (await listErasures(deps.db, organizationId, params.id)).find((one) => one.id === erasureId);
  if (!erasure) throw new Error('The erasure that was just begun is not there');
  return erasure;
}

/** Retention, legal holds, exports and erasure; each change and each export is in the audit log. */
export const privacy: Handlers<Routes> = {
  retention: {
    list: async ({ deps, viewer }) => ({ data: await retentionPolicies(deps.db, viewer.organizationId) }),
    update: updateRetention,
    preview: ({ deps, viewer, params, query }) => previewRetention(deps.db, { organizationId: viewer.organizationId, projectId: params.id, days: query.days }),
    purged: ({ deps, viewer, query }) => listTombstones(deps.db, viewer.organizationId, query),
  },
  hold: {
    get: async ({ deps, viewer, params }) => ({ hold: await legalHoldOf(deps.db, (await openIncident(deps, viewer, params.incident)).id) }),
    set: setHold,
  },
  exportIncident,
  people: {
    exportData,
    erase,
    erasures: async ({ deps, viewer, query }) => ({ data: await listErasures(deps.db, viewer.organizationId, query.person ?? null) }),
  },
  codec,
};
