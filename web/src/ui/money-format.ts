/** Writes an amount in its currency (ISO 4217, dollars when unknown), in whole units (`$3,412`, from a million on `$1.2M`) unless told how many decimals. */
export function formatMoney(amount: number, currency = 'USD', decimals = 0): string {
  const short = decimals === 0 && Math.abs(amount) >= 1_000_000;
  const options: Intl.NumberFormatOptions = { style: 'currency', ...(short ? { notation: 'compact', maximumFractionDigits: 1 } : { minimumFractionDigits: decimals, maximumFractionDigits: decimals }) };
  try {
    return new Intl.NumberFormat('en-US', { ...options, currency }).format(amount);
  } catch {
    return `${amount.toFixed(decimals)} ${currency}`;
  }
}
