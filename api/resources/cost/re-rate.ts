import { calculateIncidentCost } from '../../../domain/cost/calculate.ts';
import { minorDigits } from '../../../domain/cost/currency.ts';
import { add, exact, roundHalfUp, ZERO } from '../../../domain/cost/decimal.ts';
import { pricedParts } from '../../../domain/cost/pricing.ts';
import { subtract } from '../../../domain/cost/quantiles.ts';
import { DomainError } from '../../../domain/errors.ts';
import { recordAudit } from '../../../models/audit.ts';
import { costCaseOfIncident } from '../../../models/cost/case.ts';
import { priceIncident } from '../../../models/cost/recalculate.ts';
import { previewRerate } from '../../../models/cost/rerate.ts';
import { storedPricings } from '../../../models/cost/stored-pricings.ts';
import { decodeCursor, encodeCursor } from '../../../models/paging.ts';
import { type CostTarget, costTargets } from '../../../models/read/cost-targets.ts';
import { auditOf } from '../../audit.ts';
import { rerateCost } from '../../commands/cost.ts';
import { inputTime } from '../../commands/acting.ts';
import type { routes } from '../../contract/index.ts';
import type { ApiDeps } from '../../deps.ts';
import type { Answer, Call } from '../../http/handler.ts';
import { targetFilter } from './filter.ts';

type Routes = (typeof routes)['cost'];
type Preview = Answer<Routes['previewRerate']>;
type Row = Preview['data'][number];
type Total = Preview['totals'][number];
type Chosen = Call<Routes['rerate']>['body']['incidents'][number];

const OVER = ['closed', 'review'] as const;

function difference(before: string, after: string, currency: string): string {
  return roundHalfUp(subtract(exact(after) ?? ZERO, exact(before) ?? ZERO), minorDigits(currency));
}

async function previewOne(deps: ApiDeps, incident: CostTarget, at: string | null): Promise<Row> {
  try {
    const { pricingId, before, after } = await previewRerate(deps.db, incident.id, { at });
    const comparable = before.currency === after.currency;
    return { incident, pricingId, before: moneyOf(before), after: moneyOf(after), difference: comparable ? difference(before.total, after.total, after.currency) : null, problem: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { incident, pricingId: null, before: null, after: null, difference: null, problem: error.message };
  }
}

const moneyOf = ({ total, currency }: { total: string; currency: string }) => ({ total, currency });

function totalsOf(rows: readonly Row[]): Total[] {
  const totals = new Map<string, Total>();
  for (const { before, after } of rows) {
    if (before === null || after === null || before.currency !== after.currency) continue;
    const { currency } = after;
    const sum = totals.get(currency) ?? { currency, incidents: 0, before: '0', after: '0', difference: '0' };
    const plus = (a: string, b: string): string => roundHalfUp(add(exact(a) ?? ZERO, exact(b) ?? ZERO), minorDigits(currency));
    const next = { currency, incidents: sum.incidents + 1, before: plus(sum.before, before.total), after: plus(sum.after, after.total) };
    totals.set(currency, { ...next, difference: difference(next.before, next.after, currency) });
  }
  return [...totals.values()];
}

/** What closed incidents would cost with other prices, page by page; nothing about them changes. */
export async function previewRerates({ deps, viewer, body }: Call<Routes['previewRerate']>): Promise<Preview> {
  const { at, limit, cursor, ...rest } = body;
  const moment = at === null ? null : inputTime(at, '/at');
  const [reportedAt, id] = cursor === undefined ? [] : decodeCursor(cursor, ['time', 'uuid']);
  const after = reportedAt === undefined ? null : { reportedAt: String(reportedAt), id: String(id) };
  const { names, ...filter } = targetFilter(rest);
  const { data } = await costTargets(deps.db, viewer, { filter, names, stages: OVER, after, limit: limit + 1 });
  const rows: Row[] = [];
  for (const target of data.slice(0, limit)) rows.push(await previewOne(deps, target, moment));
  const last = data.length > limit ? data[limit - 1] : undefined;
  return { data: rows, totals: totalsOf(rows), nextCursor: last === undefined ? null : encodeCursor([last.reportedAt, last.id]) };
}

/** Re-rates closed incidents one by one, as previewed: on their timelines and in the audit log, with the reason. One that cannot be re-rated never stops the rest. */
export async function rerateAll(call: Call<Routes['rerate']>): Promise<Answer<Routes['rerate']>> {
  const { deps, viewer, body } = call;
  const { data: known } = await costTargets(deps.db, viewer, { filter: {}, names: body.incidents.map((one) => one.incident), after: null, limit: body.incidents.length });
  const data: Answer<Routes['rerate']>['data'] = [];
  for (const chosen of body.incidents) {
    const target = known.find((one) => one.id === chosen.incident);
    try {
      if (target === undefined) throw new DomainError('not-found', 'There is no such incident.');
      await rerateOne(call, target, chosen);
      data.push({ incident: chosen.incident, ok: true, problem: null });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      data.push({ incident: chosen.incident, ok: false, problem: error.message });
    }
  }
  return { data };
}

async function rerateOne(call: Call<Routes['rerate']>, { id, key }: CostTarget, { pricingId }: Chosen): Promise<void> {
  const { deps, viewer, body } = call;
  const { before, after } = await amounts(deps, id, { pricingId, organizationId: viewer.organizationId });
  await rerateCost({ ...call, commandId: `${call.commandId}/${id}` }, id, { pricingId, before: before.total, after: after.total, currency: after.currency, reason: body.reason });
  await priceIncident(deps.db, id, new Date().toISOString());
  const subject = { kind: 'incident', id, label: key };
  await recordAudit(deps.db, { ...auditOf(call), organizationId: viewer.organizationId, action: 'cost.rerated', subject, before, after: { ...after, pricingId, reason: body.reason } });
}

/** What the incident costs as it is priced, and with a stored pricing of its organization. */
async function amounts({ db }: ApiDeps, id: string, { pricingId, organizationId }: { pricingId: string; organizationId: string }) {
  const [input, pricings] = await Promise.all([costCaseOfIncident(db, id), storedPricings(db, [pricingId])]);
  const found = pricings.get(pricingId);
  if (found === undefined || found.organizationId !== organizationId) throw new DomainError('invalid-request', 'The pricing is none that a preview gave out: preview again.', [{ pointer: '/incidents', detail: 'take pricingId from the preview' }]);
  const { changes: _, ...rest } = input;
  return { before: moneyOf(calculateIncidentCost(input)), after: moneyOf(calculateIncidentCost({ ...rest, ...pricedParts(found.pricing) })) };
}
