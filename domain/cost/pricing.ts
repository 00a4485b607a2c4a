import type { CostCase, CostModel, CostRates } from './types.ts';

/** Rates and model that are in force from a moment on (null = since ever), and the versions they come from (null = built in). */
export interface PricingPeriod {
  from: string | null;
  rateVersionId: string | null;
  modelVersionId: string | null;
  rates: CostRates;
  model: CostModel;
}
/** Everything that time is priced with, in order of time, in one currency. The first period is always there. */
export interface CostPricing {
  periods: PricingPeriod[];
}
/** Rates or a model with the moment they come into force, ISO. */
export interface Version<T> {
  id: string;
  from: string;
  value: T;
}
/** What can be in force: versions in order of time, and what counts without any. */
export interface VersionedPrices {
  rates: readonly Version<CostRates>[];
  defaultRates: CostRates;
  models: readonly Version<CostModel>[];
  defaultModel: CostModel;
}

/**
 * The pricing of an incident: each hour by the versions in force in it. The first versions also count for the time before them. The currency
 * is that of the rates in force when the incident was reported; versions in another one leave it alone. Versions that come into force
 * after `until` are left out. All times ISO in UTC.
 */
export function pricingOf(prices: VersionedPrices, reportedAt: string, until: string): CostPricing {
  const first = inForce(prices.rates, reportedAt);
  const currency = (first?.value ?? prices.defaultRates).currency;
  const rates = prices.rates.filter((v) => v.value.currency === currency);
  const isWithin = (at: string): boolean => at > reportedAt && at <= until;
  const moments = [...new Set([...rates, ...prices.models].map((v) => v.from).filter(isWithin))].sort();
  const at = (moment: string, from: string | null): PricingPeriod => {
    const rate = inForce(rates, moment);
    const model = inForce(prices.models, moment);
    return { from, rateVersionId: rate?.id ?? null, modelVersionId: model?.id ?? null, rates: rate?.value ?? prices.defaultRates, model: model?.value ?? prices.defaultModel };
  };
  return { periods: [at(reportedAt, null), ...moments.map((moment) => at(moment, moment))] };
}

/** The version in force at a time: the last that began until then, else the first. */
export function inForce<T>(versions: readonly Version<T>[], at: string): Version<T> | undefined {
  return versions.findLast((v) => v.from <= at) ?? versions[0];
}

/** The parts of a cost case that say what time costs. */
export function pricedParts({ periods }: CostPricing): Pick<CostCase, 'rates' | 'model' | 'changes'> {
  const [first, ...later] = periods;
  if (first === undefined) throw new RangeError('a pricing has a period for every time');
  const changes = later.map(({ from, rates, model }) => ({ from: from ?? '', rates, model }));
  return { rates: first.rates, model: first.model, ...(changes.length === 0 ? {} : { changes }) };
}
