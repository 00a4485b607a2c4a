import { STAGES, VISIBILITIES } from '../../domain/incident/types.ts';
import { saveFeedback } from '../../models/feedback.ts';
import { listIncidents } from '../../models/read/list-incidents.ts';
import { declare } from '../commands/declare.ts';
import { changeStage, editIncident, retryStep, skipStep, supplyStep } from '../commands/life-cycle.ts';
import { addParticipant, assignRole, joinIncident, removeParticipant } from '../commands/people.ts';
import type { routes } from '../contract/index.ts';
import type { Call, Handlers } from '../http/handler.ts';
import { checkNames } from './check-names.ts';
import { incidentCost } from './cost/incident.ts';
import { incidentAnswer, receipt, type IncidentAnswer } from './incident-view.ts';
import { preview } from './preview.ts';

type Routes = (typeof routes)['incidents'];

async function list({ deps, viewer, query }: Call<Routes['list']>) {
  checkNames('stage', query.stage, STAGES);
  checkNames('visibility', query.visibility, VISIBILITIES);
  return listIncidents(deps.db, viewer, query);
}

async function declareIncident(call: Call<Routes['declare']>): Promise<IncidentAnswer> {
  const { deps, viewer, body, idempotencyKey, requestHash, organization, response } = call;
  const { incidentId, created } = await declare(call, body, idempotencyKey === null ? null : { key: idempotencyKey, requestHash });
  // A receipt shows the incident as it is now, so that repeating the request later must not be a way to see what one may not see any more.
  const answer = await (created ? receipt : incidentAnswer)(deps, viewer, incidentId);
  response.set('location', `/api/v1/${organization.slug}/incidents/${incidentId}`);
  return answer;
}

async function removeOne(call: Call<Routes['removeParticipant']>): Promise<IncidentAnswer> {
  const { deps, viewer, incident, params } = call;
  const isSelf = params.email === viewer.email;
  await removeParticipant(call, incident, params.email);
  // Who leaves a restricted incident sees it for the last time in this answer.
  return isSelf ? receipt(deps, viewer, incident.id) : incidentAnswer(deps, viewer, incident.id);
}

/** Incidents: list, declare, read, change, and the automation's steps. */
export const incidents: Handlers<Routes> = {
  list,
  declare: declareIncident,
  preview,
  get: ({ deps, viewer, incident }) => incidentAnswer(deps, viewer, incident.id),
  async edit(call) {
    await editIncident(call, call.incident, call.body);
    return receipt(call.deps, call.viewer, call.incident.id);
  },
  async changeStage(call) {
    await changeStage(call, call.incident, { stage: call.body.stage, reason: call.body.reason ?? null });
    return incidentAnswer(call.deps, call.viewer, call.incident.id);
  },
  async addParticipant(call) {
    await addParticipant(call, call.incident, call.body);
    return incidentAnswer(call.deps, call.viewer, call.incident.id);
  },
  async join(call) {
    await joinIncident(call, call.incident);
    return incidentAnswer(call.deps, call.viewer, call.incident.id);
  },
  removeParticipant: removeOne,
  async assignRole(call) {
    await assignRole(call, call.incident, call.body);
    return incidentAnswer(call.deps, call.viewer, call.incident.id);
  },
  async retryStep(call) {
    await retryStep(call, call.incident, call.params.step);
    return incidentAnswer(call.deps, call.viewer, call.incident.id);
  },
  async skipStep(call) {
    await skipStep(call, call.incident, { step: call.params.step, reason: call.body?.reason ?? null });
    return incidentAnswer(call.deps, call.viewer, call.incident.id);
  },
  async supplyStep(call) {
    const { externalId, url, name } = call.body;
    await supplyStep(call, call.incident, { step: call.params.step, externalId, url: url ?? null, name: name ?? externalId });
    return incidentAnswer(call.deps, call.viewer, call.incident.id);
  },
  cost: incidentCost,
  async feedback({ deps, viewer, incident, body }) {
    await saveFeedback(deps.db, { incidentId: incident.id, personId: viewer.personId, ...body });
  },
};
