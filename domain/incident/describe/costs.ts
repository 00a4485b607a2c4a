import { moneyText } from '../../cost/money.ts';
import type { CostLineFacts, IncidentEvent } from '../events.ts';
import { escapeMarkdown, listed } from '../markdown.ts';
import { moment } from '../moments.ts';
import type { CostLineKind } from '../types.ts';
import { actorOf, details, said, type Description } from './words.ts';

const KIND_WORDS: Record<CostLineKind, string> = { vendor: 'a vendor', credits: 'credits', downtime: 'downtime', opportunity: 'a missed opportunity', other: 'something else' };

/** Digits, points and a code of letters: nothing that Markdown could read otherwise. */
function money({ amount, currency }: Pick<CostLineFacts, 'amount' | 'currency'>): string {
  return `**${moneyText(amount, currency)}**`;
}

/** A cost that is not people's time. */
export function describeCostAdded({ actor, data }: IncidentEvent<'cost.lineAdded'>): Description {
  return said(`${actorOf(actor)} added a cost of ${money(data)} for ${KIND_WORDS[data.kind]}`, { details: details(['For', escapeMarkdown(data.note)]) });
}

/** What changed about a cost. */
export function describeCostChanged({ actor, data: { line, changes } }: IncidentEvent<'cost.lineChanged'>): Description {
  const parts: string[] = [];
  if (changes.amount !== undefined) parts.push(`to ${money({ amount: changes.amount, currency: line.currency })}`);
  if (changes.kind !== undefined) parts.push(`to be for ${KIND_WORDS[changes.kind]}`);
  if (changes.at !== undefined) parts.push(`to ${moment(changes.at)}`);
  if (changes.note !== undefined) parts.push('in its note');
  return said(`${actorOf(actor)} changed the cost of ${money(line)} for ${KIND_WORDS[line.kind]} ${listed(parts)}`, { details: details(['For', escapeMarkdown(changes.note ?? line.note)]) });
}

/** A cost that does not count any more. */
export function describeCostRemoved({ actor, data: { line } }: IncidentEvent<'cost.lineRemoved'>): Description {
  return said(`${actorOf(actor)} removed the cost of ${money(line)} for ${KIND_WORDS[line.kind]}`, { details: details(['For', escapeMarkdown(line.note)]) });
}

/** A closed incident that is priced with other versions from here on. */
export function describeRerated({ actor, data }: IncidentEvent<'cost.rerated'>): Description {
  const from = money({ amount: data.before, currency: data.currency });
  const to = money({ amount: data.after, currency: data.currency });
  return said(`${actorOf(actor)} priced the response again: ${from === to ? `${to} as before` : `${to} instead of ${from}`}`, { details: details(['Reason', escapeMarkdown(data.reason)]) });
}

/** A cost that reached what an alert watches for. */
export function describeCrossed({ data }: IncidentEvent<'cost.thresholdCrossed'>): Description {
  const of = data.measure === 'response' ? 'The response cost' : 'The cost';
  return said(`${of} reached ${money(data)} (${escapeMarkdown(data.name)}): it is ${money({ amount: data.total, currency: data.currency })}`, { important: true });
}
