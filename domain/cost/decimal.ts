/** An exact fraction `n / d`, `d` positive. Money and hours are kept like this until they are shown, so no binary float ever touches them. */
export interface Exact {
  readonly n: bigint;
  readonly d: bigint;
}

/** Nothing. */
export const ZERO: Exact = { n: 0n, d: 1n };

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,3}))?$/i;
/** Digits before or after the point that are accepted; far beyond any money, small enough to stay quick. */
const MAX_DIGITS = 400;

/** The exact value of a decimal (`"0.75"`, `50000`, `1e-7`); null when it is no finite decimal. A number counts as the decimal that prints it. */
export function exact(value: number | string): Exact | null {
  const match = DECIMAL.exec(String(value).trim());
  if (match === null) return null;
  const [, sign, units = '', fraction = '', exponent = '0'] = match;
  const places = fraction.length - Number(exponent);
  if (units.length > MAX_DIGITS || fraction.length > MAX_DIGITS || Math.abs(places) > MAX_DIGITS) return null;
  const digits = BigInt(units + fraction) * (sign === '-' ? -1n : 1n);
  return places >= 0 ? reduce({ n: digits, d: 10n ** BigInt(places) }) : { n: digits * 10n ** BigInt(-places), d: 1n };
}

/** The exact value of a whole number. */
export function whole(value: number | bigint): Exact {
  return { n: BigInt(value), d: 1n };
}

/** `a + b`. */
export function add(a: Exact, b: Exact): Exact {
  if (a.d === b.d) return { n: a.n + b.n, d: a.d };
  return reduce({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
}

/** `a × b`. */
export function multiply(a: Exact, b: Exact): Exact {
  return { n: a.n * b.n, d: a.d * b.d };
}

/** `a ÷ b`; throws RangeError when `b` is 0. */
export function divide(a: Exact, b: Exact): Exact {
  if (b.n === 0n) throw new RangeError('division by zero');
  const sign = b.n < 0n ? -1n : 1n;
  return reduce({ n: a.n * b.d * sign, d: a.d * b.n * sign });
}

/** Negative, 0 or positive as `a` is less than, equal to or more than `b`. */
export function compare(a: Exact, b: Exact): number {
  const difference = a.n * b.d - b.n * a.d;
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

/** The value with exactly `digits` decimals, halves rounded up (towards +∞), e.g. `"0.13"` for 1/8 with 2 digits. */
export function roundHalfUp(value: Exact, digits: number): string {
  const scale = 10n ** BigInt(digits);
  const scaled = floorDivide(2n * value.n * scale + value.d, 2n * value.d);
  const text = (scaled < 0n ? -scaled : scaled).toString().padStart(digits + 1, '0');
  const point = text.length - digits;
  const shown = digits === 0 ? text : `${text.slice(0, point)}.${text.slice(point)}`;
  return scaled < 0n ? `-${shown}` : shown;
}

/** The value with at most `digits` decimals and no trailing zeros, e.g. `"24"`, `"0.5"`, `"0.3333"`. */
export function shortest(value: Exact, digits: number): string {
  const text = roundHalfUp(value, digits);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n ? quotient - 1n : quotient;
}

function reduce(value: Exact): Exact {
  let a = value.n < 0n ? -value.n : value.n;
  let b = value.d;
  while (b !== 0n) [a, b] = [b, a % b];
  return a > 1n ? { n: value.n / a, d: value.d / a } : value;
}
