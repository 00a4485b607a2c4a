import { type Exact, compare, exact, whole, ZERO } from '../../cost/decimal.ts';
import { DomainError } from '../../errors.ts';
import { between, MINUTE } from '../../time.ts';
import type { CommandData } from '../commands.ts';
import type { CostLineFacts, NewEvent } from '../events.ts';
import type { IncidentState } from '../state.ts';
import { type Actor, COST_LINE_KINDS } from '../types.ts';
import { isOver } from './people.ts';
import { invalid, wellFormed } from './timeline.ts';

const MOST_LINES = 500;
const MOST_NOTE = 2000;
/** Below what the database holds, with six places. */
const MOST = whole(1_000_000_000_000n);

interface By {
  actor: Actor;
  now: string;
}

/** Adds a cost that is not people's time; bills come late, so closed incidents take them too. */
export function addCostLine(state: IncidentState, { at, ...line }: CommandData['addCostLine'], { actor, now }: By): NewEvent[] {
  const lines = state.costLines ?? [];
  const facts: CostLineFacts = { ...line, at: at === null ? now : pastTime(at, now) };
  checkLine(facts);
  if (!/^[A-Z]{3}$/.test(line.currency)) throw invalid('/currency', 'must be a three-letter ISO 4217 code, e.g. EUR');
  if (lines.some((l) => l.lineId === line.lineId)) throw new DomainError('conflict', 'A cost with this id exists already.');
  if (lines.length >= MOST_LINES) throw new DomainError('not-allowed-now', `The incident has ${MOST_LINES} costs already: put several into one.`);
  return [{ kind: 'cost.lineAdded', actor, data: facts }];
}

/** Changes a cost's named fields; those that have the wished value already are left out, and nothing happens when none is left. */
export function changeCostLine(state: IncidentState, { lineId, changes }: CommandData['changeCostLine'], { actor, now }: By): NewEvent[] {
  const line = lineOf(state, lineId);
  const wished: CommandData['changeCostLine']['changes'] = {};
  if (changes.kind !== undefined && changes.kind !== line.kind) wished.kind = changes.kind;
  if (changes.amount !== undefined && changes.amount !== line.amount) wished.amount = changes.amount;
  if (changes.note !== undefined && changes.note !== line.note) wished.note = changes.note;
  const at = changes.at === undefined ? undefined : pastTime(changes.at, now);
  if (at !== undefined && at !== line.at) wished.at = at;
  if (Object.keys(wished).length === 0) return [];
  checkLine({ ...line, ...wished });
  return [{ kind: 'cost.lineChanged', actor, data: { lineId, line, changes: wished } }];
}

/** Takes a cost away; the timeline keeps what it was. */
export function removeCostLine(state: IncidentState, { lineId }: CommandData['removeCostLine'], actor: Actor): NewEvent[] {
  return [{ kind: 'cost.lineRemoved', actor, data: { lineId, line: lineOf(state, lineId) } }];
}

/** Prices a closed incident with other versions; an open one follows the versions by their dates. */
export function rerateCost(state: IncidentState, data: CommandData['rerateCost'], actor: Actor): NewEvent[] {
  if (!isOver(state)) throw new DomainError('not-allowed-now', `The incident is ${state.stage}: each of its hours is paid by the rates in force then. Re-rate it once it is closed.`);
  if (data.reason.trim() === '') throw invalid('/reason', 'may not be empty');
  if (state.rerated?.pricingId === data.pricingId && data.before === data.after) return [];
  return [{ kind: 'cost.rerated', actor, data }];
}

function lineOf(state: IncidentState, lineId: string): CostLineFacts {
  const line = state.costLines?.find((l) => l.lineId === lineId);
  if (line === undefined) throw new DomainError('not-found', 'The incident has no such cost.', [{ pointer: 'path:line', detail: 'is not a cost of this incident' }]);
  return line;
}

function pastTime(text: string, now: string): string {
  const at = wellFormed(text, '/at');
  if (between(now, at) > MINUTE) throw invalid('/at', 'may not be in the future');
  return at;
}

function checkLine({ kind, amount, note }: CostLineFacts): void {
  if (!COST_LINE_KINDS.includes(kind)) throw invalid('/kind', `is none of ${COST_LINE_KINDS.join(', ')}`);
  if (note.length > MOST_NOTE) throw invalid('/note', `may have at most ${MOST_NOTE} characters`);
  const value = exact(amount);
  if (value === null) throw invalid('/amount', 'must be a decimal number, e.g. 1250.00');
  if (value.n === 0n) throw invalid('/amount', 'may not be 0');
  if (value.d > 1_000_000n || 1_000_000n % value.d !== 0n) throw invalid('/amount', 'may have at most 6 decimals');
  if (compare(magnitude(value), MOST) >= 0) throw invalid('/amount', 'must be less than 1,000,000,000,000');
}

function magnitude(value: Exact): Exact {
  return compare(value, ZERO) < 0 ? { n: -value.n, d: value.d } : value;
}
