import { randomUUID } from 'node:crypto';
import { preparePricing } from '../../domain/cost/prepare.ts';
import { type CostModel, DEFAULT_COST_MODEL, DEFAULT_COST_RATES } from '../../domain/cost/types.ts';
import { DomainError } from '../../domain/errors.ts';
import { ROLES, type Role } from '../../domain/incident/types.ts';
import type { Database } from '../connect.ts';
import { select } from '../sql.ts';
import { iso, storableJson, storableText } from '../values.ts';
import { statesOf, type VersionState } from './versions.ts';

/** A model with nothing left out; decimals as text. */
export interface ModelSettings {
  kind: 'roles' | 'activity';
  multipliers: Record<Role, string>;
  laterDayHours: string;
  reviewPreparationHours: string;
  reviewMeetingHours: string;
  responseSeconds: string;
  activityKinds: string[] | null;
}
/** A version of a model; times ISO. */
export interface CostModelVersion {
  id: string;
  effectiveFrom: string;
  settings: ModelSettings;
  note: string;
  createdBy: string;
  createdAt: string;
  state: VersionState;
}

interface Row {
  id: string;
  model_id: string;
  effective_from: Date;
  settings: ModelSettings;
  note: string;
  created_by: string;
  created_at: Date;
}

/** The versions of these models, newest first, by model. */
export async function versionsOf(db: Database, modelIds: readonly string[]): Promise<Map<string, CostModelVersion[]>> {
  if (modelIds.length === 0) return new Map();
  const rows = await select<Row>(db, 'select id, model_id, effective_from, settings, note, created_by, created_at from cost_model_versions where model_id = any($1::uuid[]) order by effective_from', [[...modelIds]]);
  const now = new Date().toISOString();
  return new Map(
    modelIds.map((id) => {
      const own = rows.filter((r) => r.model_id === id);
      const states = statesOf(own.map((r) => iso(r.effective_from)), now);
      const versions = own.map((r, i): CostModelVersion => ({ id: r.id, effectiveFrom: iso(r.effective_from), settings: r.settings, note: r.note, createdBy: r.created_by, createdAt: iso(r.created_at), state: states[i] ?? 'past' }));
      return [id, versions.toReversed()];
    }),
  );
}

/** Stores a version; answers its id. */
export async function insertModelVersion(tx: Database, { modelId, effectiveFrom, settings, note, createdBy }: { modelId: string; effectiveFrom: string; settings: ModelSettings; note: string; createdBy: string }): Promise<string> {
  const id = randomUUID();
  await select(tx, 'insert into cost_model_versions (id, model_id, effective_from, settings, note, created_by) values ($1, $2, $3, $4::jsonb, $5, $6) returning id', [id, modelId, effectiveFrom, storableJson(settings), storableText(note), storableText(createdBy)]);
  return id;
}

/** The model with what was left out at its built-in value. Throws `invalid-request` naming what the calculation does not take, under `/settings`. */
export function wholeSettings(model: CostModel): ModelSettings {
  try {
    preparePricing({ rates: DEFAULT_COST_RATES, model });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const fields = error.fields.map(({ pointer, detail }) => ({ pointer: pointer.replace(/^\/model/, '/settings'), detail }));
    throw new DomainError('invalid-request', error.message.replace(/^\/model\//, ''), fields);
  }
  const whole = { ...DEFAULT_COST_MODEL, ...model };
  const multipliers = { ...DEFAULT_COST_MODEL.multipliers, ...model.multipliers };
  return {
    kind: whole.kind,
    multipliers: Object.fromEntries(ROLES.map((role) => [role, String(multipliers[role])])) as Record<Role, string>,
    laterDayHours: String(whole.laterDayHours),
    reviewPreparationHours: String(whole.reviewPreparationHours),
    reviewMeetingHours: String(whole.reviewMeetingHours),
    responseSeconds: String(whole.responseSeconds),
    activityKinds: whole.activityKinds === null ? null : [...whole.activityKinds],
  };
}
