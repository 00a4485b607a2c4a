import { divide, exact, shortest, ZERO } from '../../../domain/cost/decimal.ts';
import { createCostAlert, listCostAlerts, removeCostAlert, updateCostAlert, type CostAlertView } from '../../../models/cost/alerts.ts';
import { addModelVersion, createCostModel, listCostModels, removeModelVersion, setTypeModel, updateCostModel, type CostModelView } from '../../../models/cost/cost-models.ts';
import { addRateVersion, listRateVersions, removeRateVersion, type RateVersion } from '../../../models/cost/rates.ts';
import { listProjects } from '../../../models/settings/projects.ts';
import { auditOf } from '../../audit.ts';
import { inputTime } from '../../commands/acting.ts';
import type { routes } from '../../contract/index.ts';
import type { Answer, Call, Handlers } from '../../http/handler.ts';
import { modelOf, overridesOf } from './inputs.ts';
import { projectNamed, typeNamed } from './names.ts';

type Routes = (typeof routes)['cost'];
type RateAnswer = Answer<Routes['rates']['add']>;
type ModelAnswer = Answer<Routes['models']['create']>;
type AlertAnswer = Answer<Routes['alerts']['create']>;

/** What an hour costs at multiplier 1, at most 6 decimals. */
export function perHour(annualEmployeeCost: string, businessHoursPerYear: string): string {
  const hours = exact(businessHoursPerYear) ?? ZERO;
  return hours.n === 0n ? '0' : shortest(divide(exact(annualEmployeeCost) ?? ZERO, hours), 6);
}

function rateAnswer(version: RateVersion, project: string): RateAnswer {
  const overrides = version.overrides.map(({ annualEmployeeCost, ...target }) => ({ ...target, annualEmployeeCost: String(annualEmployeeCost) }));
  return { ...version, project, overrides, perHour: perHour(version.annualEmployeeCost, version.businessHoursPerYear) };
}

async function listRates({ deps, viewer }: Call<Routes['rates']['list']>) {
  const projects = await listProjects(deps.db, viewer.organizationId);
  const data = await Promise.all(
    projects.map(async ({ id, name }) => {
      const versions = (await listRateVersions(deps.db, viewer.organizationId, id)).map((v) => rateAnswer(v, name));
      return { project: name, inForce: versions.find((v) => v.state === 'inForce') ?? null, versions };
    }),
  );
  return { data };
}

async function addRates(call: Call<Routes['rates']['add']>): Promise<RateAnswer> {
  const { deps, viewer, body } = call;
  const project = await projectNamed(deps.db, viewer.organizationId, { name: body.project, pointer: '/project' });
  const version = { ...body, overrides: overridesOf(body.overrides), effectiveFrom: inputTime(body.effectiveFrom, '/effectiveFrom'), projectId: project.id, organizationId: viewer.organizationId };
  return rateAnswer(await addRateVersion(deps.db, version, auditOf(call)), project.name);
}

function modelAnswer({ typeNames, ...model }: CostModelView): ModelAnswer {
  return { ...model, types: typeNames };
}

function alertAnswer(alert: CostAlertView): AlertAnswer {
  return { id: alert.id, name: alert.name, project: alert.project, type: alert.type, amount: alert.amount, currency: alert.currency, measure: alert.measure, isEnabled: alert.isEnabled };
}

async function scopeOf({ deps, viewer }: Pick<Call<Routes['alerts']['create']>, 'deps' | 'viewer'>, body: { project?: string | null | undefined; type?: string | null | undefined }): Promise<{ projectId?: string | null; typeId?: string | null }> {
  const { organizationId } = viewer;
  const project = body.project == null ? body.project : (await projectNamed(deps.db, organizationId, { name: body.project, pointer: '/project' })).id;
  const type = body.type == null ? body.type : (await typeNamed(deps.db, organizationId, { name: body.type, pointer: '/type' })).id;
  return { ...(project === undefined ? {} : { projectId: project }), ...(type === undefined ? {} : { typeId: type }) };
}

/** Rates, models and alerts of cost. */
export const costConfiguration: Handlers<Pick<Routes, 'rates' | 'models' | 'alerts'>> = {
  rates: {
    list: listRates,
    add: addRates,
    remove: (call) => removeRateVersion(call.deps.db, { organizationId: call.viewer.organizationId, id: call.params.id }, auditOf(call)),
  },
  models: {
    list: async ({ deps, viewer }) => ({ data: (await listCostModels(deps.db, viewer.organizationId)).map(modelAnswer) }),
    create: async (call) => modelAnswer(await createCostModel(call.deps.db, { organizationId: call.viewer.organizationId, ...call.body, settings: modelOf(call.body.settings) }, auditOf(call))),
    update: async (call) => modelAnswer(await updateCostModel(call.deps.db, { organizationId: call.viewer.organizationId, id: call.params.id, changes: call.body }, auditOf(call))),
    async addVersion(call) {
      const { settings, note, effectiveFrom } = call.body;
      const version = { organizationId: call.viewer.organizationId, modelId: call.params.id, effectiveFrom: inputTime(effectiveFrom, '/effectiveFrom'), settings: modelOf(settings), note };
      return modelAnswer(await addModelVersion(call.deps.db, version, auditOf(call)));
    },
    removeVersion: (call) => removeModelVersion(call.deps.db, { organizationId: call.viewer.organizationId, id: call.params.id }, auditOf(call)),
    setType: (call) => setTypeModel(call.deps.db, { organizationId: call.viewer.organizationId, typeId: call.params.id, modelId: call.body.modelId }, auditOf(call)),
  },
  alerts: {
    list: async ({ deps, viewer }) => ({ data: (await listCostAlerts(deps.db, viewer.organizationId)).map(alertAnswer) }),
    async create(call) {
      const { project: _p, type: _t, ...body } = call.body;
      const scope = await scopeOf(call, call.body);
      return alertAnswer(await createCostAlert(call.deps.db, { organizationId: call.viewer.organizationId, ...body, projectId: scope.projectId ?? null, typeId: scope.typeId ?? null }, auditOf(call)));
    },
    async update(call) {
      const { project: _p, type: _t, ...changes } = call.body;
      const scope = await scopeOf(call, call.body);
      return alertAnswer(await updateCostAlert(call.deps.db, { organizationId: call.viewer.organizationId, id: call.params.id, changes: { ...changes, ...scope } }, auditOf(call)));
    },
    remove: (call) => removeCostAlert(call.deps.db, { organizationId: call.viewer.organizationId, id: call.params.id }, auditOf(call)),
  },
};
