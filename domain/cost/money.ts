import { exact, roundHalfUp, ZERO } from './decimal.ts';
import { minorDigits } from './currency.ts';

/** An amount for people, rounded half up to the currency's minor unit, thousands apart: `1,234.56 USD`. */
export function moneyText(total: string, currency: string): string {
  const [units = '0', minor] = roundHalfUp(exact(total) ?? ZERO, minorDigits(currency)).split('.');
  const grouped = units.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${minor === undefined ? grouped : `${grouped}.${minor}`} ${currency}`;
}
