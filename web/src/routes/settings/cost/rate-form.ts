import type { RateVersion } from '../../../../../api/contract/cost.ts';
import { decimalText, isDecimal } from './model-form.ts';

/** One other rate: for a role, a team or a person. */
export type OverrideRow = { id: number; by: 'role' | 'team' | 'email'; target: string; annualEmployeeCost: string };
/** What the form of a project's rates holds. */
export type RateValues = { annualEmployeeCost: string; businessHoursPerYear: string; currency: string; overrides: OverrideRow[] };

/** The rates of a project that has none. */
export const BUILT_IN_RATES: RateValues = { annualEmployeeCost: '50000', businessHoursPerYear: '2080', currency: 'USD', overrides: [] };

/** Fills the form from a version. */
export function toRateForm({ annualEmployeeCost, businessHoursPerYear, currency, overrides }: RateVersion): RateValues {
  return {
    annualEmployeeCost,
    businessHoursPerYear,
    currency,
    overrides: overrides.map(({ role, team, email, annualEmployeeCost: cost }, id) => ({ id, by: role !== undefined ? 'role' : team !== undefined ? 'team' : 'email', target: role ?? team ?? email ?? '', annualEmployeeCost: cost })),
  };
}

/** Reads the form as the API takes it. */
export function fromRateForm({ annualEmployeeCost, businessHoursPerYear, currency, overrides }: RateValues) {
  return {
    annualEmployeeCost: decimalText(annualEmployeeCost),
    businessHoursPerYear: decimalText(businessHoursPerYear),
    currency: currency.trim().toUpperCase(),
    overrides: overrides.map(({ by, target, annualEmployeeCost: cost }) => ({ [by]: target.trim(), annualEmployeeCost: decimalText(cost) })),
  };
}

/** The form without the other rates that are only begun, for trying. */
export function withoutBegun(values: RateValues): RateValues {
  return { ...values, overrides: values.overrides.filter(({ target, annualEmployeeCost }) => target.trim() !== '' && annualEmployeeCost.trim() !== '') };
}

/** What is wrong with the form, by field; empty when the API can be asked. */
export function checkRates({ annualEmployeeCost, businessHoursPerYear, currency, overrides }: RateValues): Record<string, string> {
  const faults: Record<string, string> = {};
  const isPositive = (text: string): boolean => isDecimal(text) && /[1-9]/.test(text);
  if (!isPositive(annualEmployeeCost)) faults.annualEmployeeCost = 'An amount above 0';
  if (!isPositive(businessHoursPerYear)) faults.businessHoursPerYear = 'Hours above 0';
  if (!/^[A-Za-z]{3}$/.test(currency.trim())) faults.currency = 'Three letters, e.g. EUR';
  for (const { id, target, annualEmployeeCost: cost } of overrides) {
    if (target.trim() === '') faults[`target.${id}`] = 'Choose who';
    if (!isPositive(cost)) faults[`cost.${id}`] = 'An amount above 0';
  }
  return faults;
}
