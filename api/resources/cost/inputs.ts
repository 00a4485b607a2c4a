import type { CostModel, CostRates, RateOverride } from '../../../domain/cost/types.ts';
import type { routes } from '../../contract/index.ts';
import type { Call } from '../../http/handler.ts';

type Body = Call<(typeof routes)['cost']['simulate']>['body'];
type Rates = NonNullable<Body['rates']>;

/** The fields that are there: what a request leaves out is undefined, and the calculation takes only absent fields for absent. */
function present<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** Overrides of rates as a request names them. */
export function overridesOf(overrides: NonNullable<Rates['overrides']>): RateOverride[] {
  return overrides.map(({ annualEmployeeCost, ...target }) => ({ annualEmployeeCost, ...present(target) }));
}

/** The rates of a request. */
export function ratesOf({ overrides, ...rates }: Rates): CostRates {
  return { ...rates, ...(overrides === undefined ? {} : { overrides: overridesOf(overrides) }) };
}

/** The settings of a model of a request; what is left out has its built-in value. */
export function modelOf({ multipliers, ...settings }: NonNullable<Body['model']>): CostModel {
  return { ...present(settings), ...(multipliers === undefined ? {} : { multipliers: present(multipliers) }) };
}
