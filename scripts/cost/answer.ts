import { calculateIncidentCost } from '../../domain/cost/calculate.ts';
import { checkCurrency } from '../../domain/cost/currency.ts';
import { type CostCase, type CostLine, DEFAULT_COST_MODEL } from '../../domain/cost/types.ts';
import { DomainError, type FieldProblem, PROBLEMS } from '../../domain/errors.ts';
import { repeatedFields } from './repeated-fields.ts';

/** What the command prints: results for stdout in parts that belong together, or a problem (RFC 9457) for stderr. */
export type CostAnswer = { results: string[] } | { problem: string };

const MOST_ERRORS = 100;
/** Fields that hold a decimal. */
const DECIMALS = new Set(['annualEmployeeCost', 'businessHoursPerYear', 'laterDayHours', 'reviewPreparationHours', 'reviewMeetingHours', 'responseSeconds', ...Object.keys(DEFAULT_COST_MODEL.multipliers)]);

/** Calculates the case, or each of the array of cases, in a JSON text or its bytes in UTF-8. One that is wrong fails all, with the JSON pointers of what is wrong, the first hundred. */
export function answerCost(given: string | Uint8Array): CostAnswer {
  const text = typeof given === 'string' ? given : decoded(given);
  if (text === null) return problem('The input is not text in UTF-8.', [{ pointer: '', detail: 'is not text in UTF-8' }]);
  if (text.trim() === '') return problem('The input is empty: a JSON case is expected on standard input.', [{ pointer: '', detail: 'is empty' }]);
  let input: unknown;
  try {
    input = parse(text);
  } catch (error) {
    return problem(`The input is no JSON: ${error instanceof Error ? error.message : String(error)}`, [{ pointer: '', detail: 'is no JSON' }]);
  }
  const repeated = repeatedFields(text, MOST_ERRORS).map((pointer): FieldProblem => ({ pointer, detail: 'is there twice; leave the one that is meant' }));
  if (repeated.length > 0) return problem(sentence(repeated, repeated.length), repeated);
  return Array.isArray(input) ? answerAll(input) : answerAlone(input);
}

function answerAlone(input: unknown): CostAnswer {
  const { result, errors } = calculated(input, '');
  return errors.length === 0 ? { results: [result, '\n'] } : problem(sentence(errors, errors.length), errors.slice(0, MOST_ERRORS));
}

function answerAll(input: readonly unknown[]): CostAnswer {
  const results: string[] = [];
  const errors: FieldProblem[] = [];
  let wrong = 0;
  for (const [i, one] of input.entries()) {
    const done = calculated(one, `/${i}`);
    results.push(`${i === 0 ? '' : ','}${done.result}`);
    errors.push(...done.errors.slice(0, MOST_ERRORS - errors.length));
    wrong += done.errors.length;
  }
  return wrong === 0 ? { results: ['[', ...results, ']\n'] } : problem(sentence(errors, wrong), errors);
}

/** Null for what is no UTF-8; a byte order mark is left out. */
function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function calculated(input: unknown, at: string): { result: string; errors: FieldProblem[] } {
  try {
    const { total, currency, asOf, lines } = calculateIncidentCost(input as CostCase);
    checkCurrency(currency, '/rates/currency');
    const priced = typeof input === 'object' && input !== null && ('changes' in input || hasOverrides(input));
    return { result: JSON.stringify({ total, currency, asOf, lines: lines.map((line) => lineOf(line, priced)) }), errors: [] };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { result: '', errors: error.fields.map(({ pointer, detail }) => ({ pointer: at + pointer, detail })) };
  }
}

/** A line as it is printed; `rate` and `from` only where they can differ from line to line. */
function lineOf({ email, role, kind, hours, multiplier, rate, amount, from }: CostLine, priced: boolean): object {
  return { email, ...(role === undefined ? { kind } : { role }), hours, multiplier, ...(priced ? { rate } : {}), amount, ...(from === undefined ? {} : { from }) };
}

function hasOverrides(input: object): boolean {
  return 'rates' in input && typeof input.rates === 'object' && input.rates !== null && 'overrides' in input.rates;
}

// A decimal that a binary float cannot hold is kept as it is written; the others print as they are written anyway.
function parse(text: string): unknown {
  if (!/[\d.]{16}|\de[+-]?\d{3}/i.test(text)) return JSON.parse(text);
  const exactly = (key: string, value: unknown, { source }: { source?: string }): unknown => (typeof value === 'number' && source !== undefined && DECIMALS.has(key) ? source : value);
  return JSON.parse(text, exactly as Parameters<typeof JSON.parse>[1]);
}

function sentence(errors: readonly FieldProblem[], count: number): string {
  const [first] = errors;
  const more = count - 1;
  if (first === undefined) return 'Nothing is wrong.';
  return `${first.pointer === '' ? 'The case' : first.pointer} ${first.detail}${more === 0 ? '' : ` (and ${more} more)`}.`;
}

function problem(detail: string, errors: FieldProblem[]): CostAnswer {
  const { status, title } = PROBLEMS['invalid-request'];
  return { problem: `${JSON.stringify({ type: 'invalid-request', title, status, detail, errors })}\n` };
}
