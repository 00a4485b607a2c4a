/** An amount: the decimal text that the API sends, which is shown exactly, or a number. */
export type Amount = number | string;

// From a million on, whole units are more than anybody reads in a list.
function isLong(amount: Amount): boolean {
  return typeof amount === 'number' ? Math.abs(amount) >= 1_000_000 : /^-?0*[1-9]\d{6}/.test(amount);
}

function digitsOf(amount: Amount, decimals: number | 'minor'): Intl.NumberFormatOptions {
  if (decimals === 'minor') return {};
  if (decimals === 0 && isLong(amount)) return { notation: 'compact', maximumFractionDigits: 1 };
  return { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
}

/**
 * Writes an amount in its currency (ISO 4217, dollars when unknown) the way the browser's language does: in whole units (`$3,412`, from a
 * million on `$1.2M`), with so many decimals, or with the currency's own (`minor`). Decimal texts never become binary floats.
 */
export function formatMoney(amount: Amount, currency = 'USD', decimals: number | 'minor' = 0): string {
  try {
    return new Intl.NumberFormat(undefined, { style: 'currency', currency, ...digitsOf(amount, decimals) }).format(amount as Intl.StringNumericLiteral);
  } catch {
    return `${amount} ${currency}`;
  }
}

/** The exact sum of decimal texts, with as many decimals as the longest has. */
export function addDecimals(texts: readonly string[]): string {
  const places = Math.max(0, ...texts.map((text) => text.split('.')[1]?.length ?? 0));
  const sum = texts.reduce((total, text) => total + BigInt(text.replace('.', '') + '0'.repeat(places - (text.split('.')[1]?.length ?? 0))), 0n);
  const digits = String(sum < 0n ? -sum : sum).padStart(places + 1, '0');
  const shown = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return sum < 0n ? `-${shown}` : shown;
}

/** Writes a decimal text (hours, a multiplier, a rate) in the browser's language with at most so many decimals. */
export function formatDecimal(text: string, decimals = 2): string {
  return new Intl.NumberFormat(undefined, { maximumFractionDigits: decimals }).format(text as Intl.StringNumericLiteral);
}
