import { DomainError } from '../../../domain/errors.ts';
import { recordAudit } from '../../../models/audit.ts';
import { costCaseOfIncident } from '../../../models/cost/case.ts';
import { costOf, otherLinesOf, type OtherLineView } from '../../../models/read/cost.ts';
import { auditOf } from '../../audit.ts';
import { addCostLine, changeCostLine, removeCostLine } from '../../commands/cost.ts';
import type { routes } from '../../contract/index.ts';
import type { ApiDeps } from '../../deps.ts';
import type { IncidentHandle, Call, Handlers } from '../../http/handler.ts';

type Routes = (typeof routes)['cost']['lines'];
type Writing = Call<Routes['add']> | Call<Routes['change']> | Call<Routes['remove']>;

async function lineOf(deps: ApiDeps, incident: IncidentHandle, id: string): Promise<OtherLineView> {
  const line = (await otherLinesOf(deps.db, incident.id)).find((one) => one.id === id);
  if (line === undefined) throw new DomainError('not-found', 'There is no such cost on this incident; somebody may have removed it.');
  return line;
}

// An incident is counted in one currency, so nobody has to say which, and nobody can say another one.
async function currencyOf(deps: ApiDeps, incident: IncidentHandle): Promise<string> {
  return (await costOf(deps.db, incident.id))?.currency ?? (await costCaseOfIncident(deps.db, incident.id)).rates.currency;
}

async function audit(call: Writing, action: string, lines: { before: OtherLineView | null; after: OtherLineView | null }): Promise<void> {
  const { deps, viewer, incident } = call;
  const id = (lines.after ?? lines.before)?.id ?? null;
  await recordAudit(deps.db, { ...auditOf(call), organizationId: viewer.organizationId, action, subject: { kind: 'cost-line', id, label: `a cost of ${incident.key}` }, ...lines });
}

/** Costs of an incident besides people's time, by hand. */
export const costLines: Handlers<Routes> = {
  async add(call) {
    const { deps, incident, body } = call;
    const { lineId } = await addCostLine(call, incident, { kind: body.kind, amount: body.amount, note: body.note, currency: await currencyOf(deps, incident), at: body.at });
    const after = await lineOf(deps, incident, lineId);
    await audit(call, 'cost-line.added', { before: null, after });
    return after;
  },
  async change(call) {
    const { deps, incident, params, body } = call;
    const before = await lineOf(deps, incident, params.id);
    const changes = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    await changeCostLine(call, incident, { lineId: params.id, changes });
    const after = await lineOf(deps, incident, params.id);
    await audit(call, 'cost-line.changed', { before, after });
    return after;
  },
  async remove(call) {
    const before = await lineOf(call.deps, call.incident, call.params.id);
    await removeCostLine(call, call.incident, call.params.id);
    await audit(call, 'cost-line.removed', { before, after: null });
  },
};
