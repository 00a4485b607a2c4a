import { DomainError } from '../errors.ts';

// ISO 4217 (2026), codes of money and of funds, with those that went out of use lately, because past incidents were counted in them.
const CODES = `
  AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC
  CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES
  KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB
  PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH
  UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAD XAF XCD XCG XDR XOF XPF XSU XTS YER ZAR ZMW ZWG ZWL`;
const KNOWN = new Set(CODES.trim().split(/\s+/));

// Currencies whose minor unit is not the hundredth.
const NO_MINOR_UNIT = new Set(['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF']);
const THOUSANDTHS = new Set(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']);
const TEN_THOUSANDTHS = new Set(['CLF', 'UYW']);

/** Throws DomainError `invalid-request` naming the pointer when a code of three capitals is no currency of ISO 4217: nobody knows how to round an amount in it. What is stored already is not asked. */
export function checkCurrency(code: string, pointer: string): void {
  if (KNOWN.has(code)) return;
  const detail = `${code} is no currency of ISO 4217; EUR is one`;
  throw new DomainError('invalid-request', `${pointer.slice(1)} ${detail}`, [{ pointer, detail }]);
}

/** Decimals of a currency's minor unit by ISO 4217: 2 for most, 0 for the yen, 3 for the Kuwaiti dinar. */
export function minorDigits(currency: string): number {
  if (NO_MINOR_UNIT.has(currency)) return 0;
  if (THOUSANDTHS.has(currency)) return 3;
  return TEN_THOUSANDTHS.has(currency) ? 4 : 2;
}
