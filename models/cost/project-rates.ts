import { checkCurrency } from '../../domain/cost/currency.ts';
import { exact, compare } from '../../domain/cost/decimal.ts';
import { DEFAULT_COST_RATES } from '../../domain/cost/types.ts';
import type { Database } from '../connect.ts';
import type { ProjectSettings } from '../records/project.ts';
import { insertRates, ratesInForce, type RateVersion } from './rates.ts';
import { SINCE_EVER } from './versions.ts';

const RATE_FIELDS = ['annualEmployeeCost', 'businessHoursPerYear', 'currency'] as const;

/** The settings of a project without its rates, which are kept in versions. */
export function withoutRates(settings: ProjectSettings): ProjectSettings {
  const { annualEmployeeCost: _cost, businessHoursPerYear: _hours, currency: _currency, ...rest } = settings;
  return rest;
}

/** The settings of a project with the rates in force now; those of a project without any version stay out. */
export function withRates(settings: ProjectSettings, version: RateVersion | undefined): ProjectSettings {
  if (version === undefined) return settings;
  return { ...settings, annualEmployeeCost: Number(version.annualEmployeeCost), businessHoursPerYear: Number(version.businessHoursPerYear), currency: version.currency };
}

/** Makes a version of what the settings of a project say about rates: since ever when it is the first, else from now on. Settings that name none of them, or what is in force, make none. */
export async function saveRatesOf(tx: Database, { organizationId, projectId, settings }: { organizationId: string; projectId: string; settings: ProjectSettings }): Promise<void> {
  if (RATE_FIELDS.every((field) => settings[field] === undefined)) return;
  if (settings.currency !== undefined) checkCurrency(settings.currency, '/settings/currency');
  const inForce = (await ratesInForce(tx, organizationId)).get(projectId);
  const before = inForce ?? { ...DEFAULT_COST_RATES, overrides: [] };
  const rates = {
    annualEmployeeCost: settings.annualEmployeeCost ?? before.annualEmployeeCost,
    businessHoursPerYear: settings.businessHoursPerYear ?? before.businessHoursPerYear,
    currency: settings.currency ?? before.currency,
  };
  const isSame = (a: number | string, b: number | string): boolean => compare(exact(a) ?? { n: 0n, d: 1n }, exact(b) ?? { n: 0n, d: 1n }) === 0;
  if (inForce !== undefined && rates.currency === before.currency && isSame(rates.annualEmployeeCost, before.annualEmployeeCost) && isSame(rates.businessHoursPerYear, before.businessHoursPerYear)) return;
  const effectiveFrom = inForce === undefined ? SINCE_EVER : new Date().toISOString();
  await insertRates(tx, { organizationId, projectId, effectiveFrom, ...rates, overrides: before.overrides, note: '' }, 'the settings of the project');
}
