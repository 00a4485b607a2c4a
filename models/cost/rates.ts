import { randomUUID } from 'node:crypto';
import { checkCurrency } from '../../domain/cost/currency.ts';
import { preparePricing } from '../../domain/cost/prepare.ts';
import { type CostRates, DEFAULT_COST_RATES, type RateOverride } from '../../domain/cost/types.ts';
import { DomainError } from '../../domain/errors.ts';
import { recordAudit } from '../audit.ts';
import type { Database } from '../connect.ts';
import { explainViolation, select, selectOne, transaction } from '../sql.ts';
import { iso, storableJson, storableText } from '../values.ts';
import { type RowKey, settingsChanged } from '../settings/shared.ts';
import { type By, SINCE_EVER, statesOf, storedOverride, type VersionState } from './versions.ts';

/** What an hour costs in a project from a moment on; decimals as text, times ISO. */
export interface RateVersion {
  id: string;
  projectId: string;
  effectiveFrom: string;
  annualEmployeeCost: string;
  businessHoursPerYear: string;
  currency: string;
  overrides: RateOverride[];
  note: string;
  createdBy: string;
  createdAt: string;
  state: VersionState;
}
/** A version to add. */
export interface NewRates extends CostRates {
  organizationId: string;
  projectId: string;
  effectiveFrom: string;
  overrides?: RateOverride[];
  note: string;
}

interface Row {
  id: string;
  project_id: string;
  effective_from: Date;
  annual_employee_cost: string;
  business_hours_per_year: string;
  currency: string;
  overrides: RateOverride[];
  note: string;
  created_by: string;
  created_at: Date;
}

const COLUMNS = 'id, project_id, effective_from, trim_scale(annual_employee_cost)::text as annual_employee_cost, trim_scale(business_hours_per_year)::text as business_hours_per_year, currency, overrides, note, created_by, created_at';

/** The versions of a project's rates, newest first; without any, the built-in rates are in force. */
export async function listRateVersions(db: Database, organizationId: string, projectId: string): Promise<RateVersion[]> {
  const rows = await select<Row>(db, `select ${COLUMNS} from cost_rate_versions where organization_id = $1 and project_id = $2 order by effective_from`, [organizationId, projectId]);
  return withStates(rows).toReversed();
}

/** The version in force at a time (ISO, now when absent) of each project that has versions. */
export async function ratesInForce(db: Database, organizationId: string, at = new Date().toISOString()): Promise<Map<string, RateVersion>> {
  const rows = await select<Row>(db, `select ${COLUMNS} from cost_rate_versions where organization_id = $1 order by effective_from`, [organizationId]);
  const projects = [...new Set(rows.map((r) => r.project_id))];
  return new Map(projects.flatMap((id) => withStates(rows.filter((r) => r.project_id === id), at).filter((v) => v.state === 'inForce').map((v) => [id, v] as const)));
}

/**
 * Adds a version of a project's rates. One that begins in the past counts for the hours of open incidents since then, knowingly; closed ones
 * keep what they were priced with. Before a first version that is still to come the built-in rates stay in force. `conflict` when another one
 * begins at the same moment, `not-found` for an unknown project, `invalid-request` naming what makes no sense.
 */
export async function addRateVersion(db: Database, rates: NewRates, by: By): Promise<RateVersion> {
  checkCurrency(rates.currency, '/currency');
  const overrides = (rates.overrides ?? []).map(storedOverride);
  preparePricing({ rates: { annualEmployeeCost: rates.annualEmployeeCost, businessHoursPerYear: rates.businessHoursPerYear, currency: rates.currency, overrides } });
  return transaction(db, async (tx) => {
    const project = await selectOne<{ name: string; empty: boolean }>(
      tx,
      `select p.name, not exists (select from cost_rate_versions v where v.project_id = p.id) as empty from projects p where p.organization_id = $1 and p.id = $2 for update of p`,
      [rates.organizationId, rates.projectId],
    );
    if (project === null) throw new DomainError('not-found', 'There is no such project.');
    const before = (await ratesInForce(tx, rates.organizationId)).get(rates.projectId) ?? null;
    if (project.empty && rates.effectiveFrom > new Date().toISOString()) await insertRates(tx, { ...rates, ...DEFAULT_COST_RATES, overrides: [], effectiveFrom: SINCE_EVER, note: 'The built-in rates' }, 'Dispatch');
    const id = await insertRates(tx, { ...rates, overrides }, by.actor.label);
    const made = (await listRateVersions(tx, rates.organizationId, rates.projectId)).find((v) => v.id === id);
    if (made === undefined) throw new DomainError('internal', 'The version was not stored.');
    await settingsChanged(tx, rates.organizationId, id);
    await recordAudit(tx, { organizationId: rates.organizationId, ...by, action: 'cost-rates.added', subject: { kind: 'project', id: rates.projectId, label: project.name }, before: facts(before), after: facts(made) });
    return made;
  }).catch((error: unknown) => explainViolation(error, 'Other rates of this project begin at the same moment.', '/effectiveFrom'));
}

/** Takes a version away that is not in force yet; `not-found`, `conflict` when it is or was. */
export async function removeRateVersion(db: Database, { organizationId, id }: RowKey, by: By): Promise<void> {
  await transaction(db, async (tx) => {
    const row = await selectOne<{ project_id: string; name: string }>(tx, 'select v.project_id, p.name from cost_rate_versions v join projects p on p.id = v.project_id where v.organization_id = $1 and v.id = $2 for update of p', [organizationId, id]);
    if (row === null) throw new DomainError('not-found', 'There are no such rates.');
    const version = (await listRateVersions(tx, organizationId, row.project_id)).find((v) => v.id === id);
    if (version?.state !== 'coming') throw new DomainError('conflict', 'These rates are or were in force, and hours were paid by them: add other rates instead.');
    await select(tx, 'delete from cost_rate_versions where id = $1 returning id', [id]);
    await settingsChanged(tx, organizationId, id);
    await recordAudit(tx, { organizationId, ...by, action: 'cost-rates.removed', subject: { kind: 'project', id: row.project_id, label: row.name }, before: facts(version) });
  });
}

/** Stores a version; answers its id. */
export async function insertRates(tx: Database, rates: NewRates, createdBy: string): Promise<string> {
  const id = randomUUID();
  await select(
    tx,
    `insert into cost_rate_versions (id, organization_id, project_id, effective_from, annual_employee_cost, business_hours_per_year, currency, overrides, note, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10) returning id`,
    [id, rates.organizationId, rates.projectId, rates.effectiveFrom, String(rates.annualEmployeeCost), String(rates.businessHoursPerYear), rates.currency, storableJson(rates.overrides ?? []), storableText(rates.note), storableText(createdBy)],
  );
  return id;
}

function withStates(rows: readonly Row[], now = new Date().toISOString()): RateVersion[] {
  const states = statesOf(rows.map((r) => iso(r.effective_from)), now);
  return rows.map((r, i) => ({
    id: r.id,
    projectId: r.project_id,
    effectiveFrom: iso(r.effective_from),
    annualEmployeeCost: r.annual_employee_cost,
    businessHoursPerYear: r.business_hours_per_year,
    currency: r.currency,
    overrides: r.overrides,
    note: r.note,
    createdBy: r.created_by,
    createdAt: iso(r.created_at),
    state: states[i] ?? 'past',
  }));
}

function facts(version: RateVersion | null): object | null {
  if (version === null) return null;
  const { effectiveFrom, annualEmployeeCost, businessHoursPerYear, currency, overrides, note } = version;
  return { effectiveFrom, annualEmployeeCost, businessHoursPerYear, currency, overrides, note };
}
