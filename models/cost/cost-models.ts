import { randomUUID } from 'node:crypto';
import type { CostModel } from '../../domain/cost/types.ts';
import { DomainError } from '../../domain/errors.ts';
import { recordAudit } from '../audit.ts';
import type { Database } from '../connect.ts';
import { type Changes, given, missing, nameTaken, type RowKey, settingsChanged } from '../settings/shared.ts';
import { explainViolation, select, selectOne, transaction } from '../sql.ts';
import { storableText } from '../values.ts';
import { type CostModelVersion, insertModelVersion, versionsOf, wholeSettings } from './model-versions.ts';
import { type By, SINCE_EVER } from './versions.ts';

/** A cost model with its versions, newest first; `typeNames` are the incident types that name it. */
export interface CostModelView {
  id: string;
  name: string;
  description: string;
  isStandard: boolean;
  isEnabled: boolean;
  typeNames: string[];
  versions: CostModelVersion[];
}

interface Row {
  id: string;
  name: string;
  description: string;
  is_standard: boolean;
  is_enabled: boolean;
  types: string[] | null;
}

/** All models by name; types that name none follow the standard one, and without one the built-in model. */
export async function listCostModels(db: Database, organizationId: string): Promise<CostModelView[]> {
  const rows = await select<Row>(
    db,
    `select m.id, m.name, m.description, m.is_standard, m.is_enabled, (select array_agg(t.name order by t.name) from incident_types t where t.cost_model_id = m.id) as types
     from cost_models m where m.organization_id = $1 order by m.name`,
    [organizationId],
  );
  const versions = await versionsOf(db, rows.map((r) => r.id));
  return rows.map((r) => ({ id: r.id, name: r.name, description: r.description, isStandard: r.is_standard, isEnabled: r.is_enabled, typeNames: r.types ?? [], versions: versions.get(r.id) ?? [] }));
}

/** A model to add, with what its first version says; what is left out has its built-in value. */
export interface NewCostModel {
  organizationId: string;
  name: string;
  description: string;
  isStandard: boolean;
  settings: CostModel;
  note: string;
}

/** Adds a model whose first version counts since ever; `conflict` when the name is taken. A new standard takes the place of the old. */
export async function createCostModel(db: Database, model: NewCostModel, by: By): Promise<CostModelView> {
  const { organizationId, name } = model;
  const settings = wholeSettings(model.settings);
  return transaction(db, async (tx) => {
    const id = randomUUID();
    if (model.isStandard) await dropStandard(tx, organizationId);
    await select(tx, 'insert into cost_models (id, organization_id, name, description, is_standard) values ($1, $2, $3, $4, $5) returning id', [id, organizationId, storableText(name), storableText(model.description), model.isStandard]);
    await insertModelVersion(tx, { modelId: id, effectiveFrom: SINCE_EVER, settings, note: model.note, createdBy: by.actor.label });
    await settingsChanged(tx, organizationId, id);
    await recordAudit(tx, { organizationId, ...by, action: 'cost-model.created', subject: { kind: 'cost-model', id, label: name }, after: { name, description: model.description, isStandard: model.isStandard, settings } });
    return modelOf(tx, { organizationId, id });
  }).catch(nameTaken('a cost model', name));
}

/** Changes words, standard and whether types may choose it; `not-found`, `conflict`. */
export async function updateCostModel(db: Database, { changes, ...key }: RowKey & { changes: Changes<Pick<CostModelView, 'name' | 'description' | 'isStandard' | 'isEnabled'>> }, by: By): Promise<CostModelView> {
  return transaction(db, async (tx) => {
    const before = await modelOf(tx, key, true);
    const next = { ...before, ...given(changes) };
    if (next.isStandard && !next.isEnabled) throw new DomainError('conflict', `“${before.name}” is the standard and cannot be disabled: make another one the standard first.`, [{ pointer: '/isEnabled', detail: 'make another one the standard first' }]);
    if (!next.isEnabled && before.isEnabled && before.typeNames.length > 0) throw new DomainError('conflict', `“${before.name}” is used by ${before.typeNames.join(', ')}: let them take another model first.`, [{ pointer: '/isEnabled', detail: 'incident types use it' }]);
    if (next.isStandard && !before.isStandard) await dropStandard(tx, key.organizationId);
    await select(tx, 'update cost_models set name = $2, description = $3, is_standard = $4, is_enabled = $5, updated_at = now() where id = $1 returning id', [key.id, storableText(next.name), storableText(next.description), next.isStandard, next.isEnabled]);
    await settingsChanged(tx, key.organizationId, key.id);
    await recordAudit(tx, { organizationId: key.organizationId, ...by, action: 'cost-model.changed', subject: { kind: 'cost-model', id: key.id, label: next.name }, before: words(before), after: words(next) });
    return modelOf(tx, key);
  }).catch(nameTaken('a cost model', changes.name));
}

/** A version of a model to add; times ISO. */
export interface NewModelVersion {
  organizationId: string;
  modelId: string;
  effectiveFrom: string;
  settings: CostModel;
  note: string;
}

/** Adds a version: each hour is counted by the version in force in it. `not-found`, `conflict` when another one begins at the same moment, `invalid-request`. */
export async function addModelVersion(db: Database, version: NewModelVersion, by: By): Promise<CostModelView> {
  const { organizationId, modelId, effectiveFrom, note } = version;
  const key = { organizationId, id: modelId };
  const settings = wholeSettings(version.settings);
  return transaction(db, async (tx) => {
    const before = await modelOf(tx, key, true);
    const id = await insertModelVersion(tx, { modelId, effectiveFrom, settings, note, createdBy: by.actor.label });
    await settingsChanged(tx, organizationId, id);
    await recordAudit(tx, { organizationId, ...by, action: 'cost-model.versionAdded', subject: { kind: 'cost-model', id: modelId, label: before.name }, before: before.versions.find((v) => v.state === 'inForce')?.settings ?? null, after: { effectiveFrom, note, settings } });
    return modelOf(tx, key);
  }).catch((error: unknown) => explainViolation(error, 'Another version of this model begins at the same moment.', '/effectiveFrom'));
}

/** Takes a version away that is not in force yet; `not-found`, `conflict` when it is or was. */
export async function removeModelVersion(db: Database, { organizationId, id }: RowKey, by: By): Promise<void> {
  await transaction(db, async (tx) => {
    const row = await selectOne<{ model_id: string }>(tx, 'select v.model_id from cost_model_versions v join cost_models m on m.id = v.model_id where m.organization_id = $1 and v.id = $2', [organizationId, id]);
    if (row === null) throw missing('version of a cost model');
    const model = await modelOf(tx, { organizationId, id: row.model_id }, true);
    const version = model.versions.find((v) => v.id === id);
    if (version?.state !== 'coming') throw new DomainError('conflict', 'This version is or was in force, and hours were counted by it: add another one instead.');
    await select(tx, 'delete from cost_model_versions where id = $1 returning id', [id]);
    await settingsChanged(tx, organizationId, id);
    await recordAudit(tx, { organizationId, ...by, action: 'cost-model.versionRemoved', subject: { kind: 'cost-model', id: model.id, label: model.name }, before: { effectiveFrom: version.effectiveFrom, note: version.note, settings: version.settings } });
  });
}

/** Lets incidents of a type be counted by a model (null = the standard one). Open ones follow at their next calculation. `not-found`, `unknown-reference`. */
export async function setTypeModel(db: Database, { organizationId, typeId, modelId }: { organizationId: string; typeId: string; modelId: string | null }, by: By): Promise<void> {
  await transaction(db, async (tx) => {
    const type = await selectOne<{ name: string; before: string | null }>(tx, 'select t.name, m.name as before from incident_types t left join cost_models m on m.id = t.cost_model_id where t.organization_id = $1 and t.id = $2 for update of t', [organizationId, typeId]);
    if (type === null) throw missing('incident type');
    const model = modelId === null ? null : await selectOne<{ name: string; is_enabled: boolean }>(tx, 'select name, is_enabled from cost_models where organization_id = $1 and id = $2', [organizationId, modelId]);
    if (modelId !== null && model?.is_enabled !== true) throw new DomainError('unknown-reference', 'There is no such cost model, or it is disabled.', [{ pointer: '/modelId', detail: 'take one that is there and enabled' }]);
    await select(tx, 'update incident_types set cost_model_id = $2, updated_at = now() where id = $1 returning id', [typeId, modelId]);
    await settingsChanged(tx, organizationId, typeId);
    await recordAudit(tx, { organizationId, ...by, action: 'incident-type.costModelSet', subject: { kind: 'incident-type', id: typeId, label: type.name }, before: { costModel: type.before }, after: { costModel: model?.name ?? null } });
  });
}

async function modelOf(tx: Database, { organizationId, id }: RowKey, lock = false): Promise<CostModelView> {
  if (lock) await select(tx, 'select id from cost_models where organization_id = $1 and id = $2 for update', [organizationId, id]);
  const found = (await listCostModels(tx, organizationId)).find((m) => m.id === id);
  if (found === undefined) throw missing('cost model');
  return found;
}

async function dropStandard(tx: Database, organizationId: string): Promise<void> {
  await select(tx, 'update cost_models set is_standard = false, updated_at = now() where organization_id = $1 and is_standard returning id', [organizationId]);
}

function words({ name, description, isStandard, isEnabled }: CostModelView): object {
  return { name, description, isStandard, isEnabled };
}
