import { randomUUID } from 'node:crypto';
import { ROLES, type Role } from '../../domain/incident/types.ts';
import type { Database } from '../connect.ts';
import { select, selectOne } from '../sql.ts';
import { insertModelVersion, type ModelSettings, versionsOf, wholeSettings } from './model-versions.ts';
import { SINCE_EVER } from './versions.ts';

/** What the standard cost model of an organization says now; null when there is none and the built-in model counts with the roles' own multipliers. */
export async function standardSettings(db: Database, organizationId: string): Promise<{ modelId: string; settings: ModelSettings } | null> {
  const row = await selectOne<{ id: string }>(db, 'select id from cost_models where organization_id = $1 and is_standard', [organizationId]);
  if (row === null) return null;
  const version = (await versionsOf(db, [row.id])).get(row.id)?.find((v) => v.state === 'inForce');
  return version === undefined ? null : { modelId: row.id, settings: version.settings };
}

/** Counts a role with another multiplier from now on: a new version of the standard model, which is made when there is none. */
export async function changeStandardMultiplier(tx: Database, { organizationId, role, multiplier }: { organizationId: string; role: Role; multiplier: string }): Promise<void> {
  const standard = (await standardSettings(tx, organizationId)) ?? (await makeStandard(tx, organizationId));
  const { modelId, settings } = standard;
  if (Number(settings.multipliers[role]) === Number(multiplier)) return;
  const next = { ...settings, multipliers: { ...settings.multipliers, [role]: multiplier } };
  await insertModelVersion(tx, { modelId, effectiveFrom: new Date().toISOString(), settings: next, note: '', createdBy: 'the settings of the incident roles' });
}

async function makeStandard(tx: Database, organizationId: string): Promise<{ modelId: string; settings: ModelSettings }> {
  const rows = await select<{ role: Role; multiplier: string }>(tx, 'select role, trim_scale(cost_multiplier)::text as multiplier from incident_roles where organization_id = $1', [organizationId]);
  const settings = wholeSettings({ multipliers: Object.fromEntries(rows.filter((r) => ROLES.includes(r.role)).map((r) => [r.role, r.multiplier])) });
  const modelId = randomUUID();
  const taken = await selectOne(tx, `select 1 as there from cost_models where organization_id = $1 and name = 'Standard'`, [organizationId]);
  const name = taken === null ? 'Standard' : `Standard ${modelId.slice(0, 8)}`;
  await select(tx, `insert into cost_models (id, organization_id, name, description, is_standard) values ($1, $2, $3, 'Counts incidents whose type names no other model.', true) returning id`, [modelId, organizationId, name]);
  await insertModelVersion(tx, { modelId, effectiveFrom: SINCE_EVER, settings, note: '', createdBy: 'Dispatch' });
  return { modelId, settings };
}
