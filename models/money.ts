import { minorDigits } from '../domain/cost/currency.ts';
import { exact, roundHalfUp } from '../domain/cost/decimal.ts';

/** A stored amount (`numeric(20,6)` as text) in the currency's own digits: `3412.500000` EUR → `3412.50`. */
export function moneyText(amount: string, currency: string): string {
  const value = exact(amount);
  return value === null ? amount : roundHalfUp(value, minorDigits(currency));
}
