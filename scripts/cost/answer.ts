import { calculateIncidentCost } from '../../domain/cost/calculate.ts';
import type { CostCase, CostLine } from '../../domain/cost/types.ts';
import { DomainError, type FieldProblem, PROBLEMS } from '../../domain/errors.ts';

/** What the command prints: results for stdout in parts that belong together, or a problem (RFC 9457) for stderr. */
export type CostAnswer = { results: string[] } | { problem: string };

const MOST_ERRORS = 100;

/** Calculates the case, or each of the array of cases, in a JSON text. One that is wrong fails all, with the JSON pointers of everything that is wrong. */
export function answerCost(text: string): CostAnswer {
  let input: unknown;
  try {
    input = parse(text);
  } catch (error) {
    return problem(`The input is no JSON: ${error instanceof Error ? error.message : String(error)}`, [{ pointer: '', detail: 'is no JSON' }]);
  }
  if (!Array.isArray(input)) {
    const { result, errors } = calculated(input, '');
    return errors.length === 0 ? { results: [result, '\n'] } : problem(sentence(errors), errors);
  }
  const results: string[] = [];
  const errors: FieldProblem[] = [];
  for (const [i, one] of input.entries()) {
    const done = calculated(one, `/${i}`);
    results.push(`${i === 0 ? '' : ','}${done.result}`);
    errors.push(...done.errors.slice(0, MOST_ERRORS - errors.length));
  }
  return errors.length === 0 ? { results: ['[', ...results, ']\n'] } : problem(sentence(errors), errors);
}

function calculated(input: unknown, at: string): { result: string; errors: FieldProblem[] } {
  try {
    const { total, currency, asOf, lines } = calculateIncidentCost(input as CostCase);
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

// A number that a binary float cannot hold is kept as it is written; the others print as they are written anyway.
function parse(text: string): unknown {
  if (!/[\d.]{16}/.test(text)) return JSON.parse(text);
  const exactly = (_key: string, value: unknown, { source }: { source?: string }): unknown => (typeof value === 'number' && source !== undefined ? source : value);
  return JSON.parse(text, exactly as Parameters<typeof JSON.parse>[1]);
}

function sentence(errors: readonly FieldProblem[]): string {
  const [first] = errors;
  const more = errors.length - 1;
  if (first === undefined) return 'Nothing is wrong.';
  return `${first.pointer === '' ? 'The case' : first.pointer} ${first.detail}${more === 0 ? '' : ` (and ${more} more)`}.`;
}

function problem(detail: string, errors: FieldProblem[]): CostAnswer {
  const { status, title } = PROBLEMS['invalid-request'];
  return { problem: `${JSON.stringify({ type: 'invalid-request', title, status, detail, errors })}\n` };
}
