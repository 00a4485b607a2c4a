// ISO 4217 (2024), currencies whose minor unit is not the hundredth.
const NO_MINOR_UNIT = new Set(['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF']);
const THOUSANDTHS = new Set(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']);
const TEN_THOUSANDTHS = new Set(['CLF', 'UYW']);

/** Decimals of a currency's minor unit by ISO 4217: 2 for most, 0 for the yen, 3 for the Kuwaiti dinar. */
export function minorDigits(currency: string): number {
  if (NO_MINOR_UNIT.has(currency)) return 0;
  if (THOUSANDTHS.has(currency)) return 3;
  return TEN_THOUSANDTHS.has(currency) ? 4 : 2;
}
