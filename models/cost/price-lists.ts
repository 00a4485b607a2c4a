import { type Version, type VersionedPrices } from '../../domain/cost/pricing.ts';
import { type CostModel, type CostRates, DEFAULT_COST_RATES, type RateOverride } from '../../domain/cost/types.ts';
import type { Database } from '../connect.ts';
import { selectOne } from '../sql.ts';
import { iso } from '../values.ts';

/** What organizations say about prices: versions of rates by project, of models by type, and what counts without any. */
export interface PriceLists {
  /** What incidents of a project and type are priced with. */
  of(incident: { organizationId: string; projectId: string; typeId: string }): VersionedPrices;
}

interface RateRow {
  id: string;
  projectId: string;
  from: string;
  annualEmployeeCost: string;
  businessHoursPerYear: string;
  currency: string;
  overrides: RateOverride[];
}
interface ModelRow {
  id: string;
  modelId: string;
  from: string;
  settings: CostModel;
}
interface Rows {
  rates: RateRow[] | null;
  models: ModelRow[] | null;
  types: { id: string; modelId: string }[] | null;
  standards: Record<string, string> | null;
  roles: Record<string, Record<string, string>> | null;
}

// Numbers as text: JSON numbers would go through binary floats.
const SELECT = `select
  (select jsonb_agg(jsonb_build_object('id', v.id, 'projectId', v.project_id, 'from', v.effective_from, 'annualEmployeeCost', v.annual_employee_cost::text,
     'businessHoursPerYear', v.business_hours_per_year::text, 'currency', v.currency, 'overrides', v.overrides) order by v.effective_from)
   from cost_rate_versions v where v.organization_id = any($1::uuid[])) as rates,
  (select jsonb_agg(jsonb_build_object('id', v.id, 'modelId', v.model_id, 'from', v.effective_from, 'settings', v.settings) order by v.effective_from)
   from cost_model_versions v join cost_models m on m.id = v.model_id where m.organization_id = any($1::uuid[])) as models,
  (select jsonb_agg(jsonb_build_object('id', t.id, 'modelId', t.cost_model_id)) from incident_types t where t.organization_id = any($1::uuid[]) and t.cost_model_id is not null) as types,
  (select jsonb_object_agg(m.organization_id, m.id) from cost_models m where m.organization_id = any($1::uuid[]) and m.is_standard) as standards,
  (select jsonb_object_agg(organization_id, roles) from (
     select organization_id, jsonb_object_agg(role, cost_multiplier::text) as roles from incident_roles where organization_id = any($1::uuid[]) group by organization_id) r) as roles`;

/** The price lists of these organizations, in one statement. */
export async function priceLists(db: Database, organizationIds: readonly string[]): Promise<PriceLists> {
  const rows = await selectOne<Rows>(db, SELECT, [[...organizationIds]]);
  const rates = grouped(rows?.rates ?? [], (r) => r.projectId, rateVersion);
  const models = grouped(rows?.models ?? [], (m) => m.modelId, ({ id, from, settings }) => ({ id, from: iso(from), value: settings }));
  const types = new Map((rows?.types ?? []).map((t) => [t.id, t.modelId]));
  return {
    of({ organizationId, projectId, typeId }) {
      const modelId = types.get(typeId) ?? rows?.standards?.[organizationId] ?? '';
      return {
        rates: rates.get(projectId) ?? [],
        defaultRates: DEFAULT_COST_RATES,
        models: models.get(modelId) ?? [],
        defaultModel: { kind: 'roles', multipliers: rows?.roles?.[organizationId] ?? {} },
      };
    },
  };
}

function rateVersion({ id, from, annualEmployeeCost, businessHoursPerYear, currency, overrides }: RateRow): Version<CostRates> {
  return { id, from: iso(from), value: { annualEmployeeCost, businessHoursPerYear, currency, ...(overrides.length === 0 ? {} : { overrides }) } };
}

function grouped<Row, T>(rows: readonly Row[], keyOf: (row: Row) => string, of: (row: Row) => Version<T>): Map<string, Version<T>[]> {
  const groups = new Map<string, Version<T>[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row)) ?? [];
    groups.set(keyOf(row), group);
    group.push(of(row));
  }
  return groups;
}
