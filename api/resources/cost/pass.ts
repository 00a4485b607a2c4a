import { DomainError } from '../../../domain/errors.ts';
import { priceIncident } from '../../../models/cost/recalculate.ts';
import { costTargets } from '../../../models/read/cost-targets.ts';
import { recordAudit } from '../../../models/audit.ts';
import { COST_WORKFLOW_ID } from '../../../workflows/ids.ts';
import { auditOf } from '../../audit.ts';
import type { routes } from '../../contract/index.ts';
import type { Answer, Call } from '../../http/handler.ts';
import { targetFilter } from './filter.ts';

type Routes = (typeof routes)['cost'];
type Outcome = Answer<Routes['recalculate']>;

/** Incidents that are calculated while somebody waits; more are left to the Schedule, which takes all of them. */
const MOST = 500;

/** Calculates now: the incidents of a filter, or everything by running the Schedule. For incidents that were imported, or after a repair. */
export async function recalculateNow(call: Call<Routes['recalculate']>): Promise<Outcome> {
  const { deps, viewer, body } = call;
  const { names, ...filter } = targetFilter(body);
  const hasFilter = Object.values(body).some((value) => value !== undefined);
  const { data, matched } = hasFilter ? await costTargets(deps.db, viewer, { filter, names, after: null, limit: MOST }) : { data: [], matched: null };
  const isFew = matched !== null && matched <= MOST;
  const outcome: Outcome = { by: isFew ? 'filter' : 'schedule', matched, calculated: 0, failed: [] };
  if (!isFew) await deps.commands.runSchedule(COST_WORKFLOW_ID);
  const asOf = new Date().toISOString();
  for (const { id, key } of isFew ? data : []) {
    try {
      if ((await priceIncident(deps.db, id, asOf)) !== null) outcome.calculated += 1;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      outcome.failed.push({ incident: key, problem: error.message });
    }
  }
  await recordAudit(deps.db, { ...auditOf(call), organizationId: viewer.organizationId, action: 'cost.recalculated', subject: { kind: 'cost', id: null, label: 'costs of incidents' }, after: { by: outcome.by, matched, calculated: outcome.calculated, failed: outcome.failed.length } });
  return outcome;
}

/** How the Schedule of the cost pass is doing; not reachable = Temporal does not answer. */
export async function passState({ deps }: Call<Routes['pass']>): Promise<Answer<Routes['pass']>> {
  const { uiUrl, namespace } = deps.config.temporal;
  const url = uiUrl === null ? null : `${uiUrl}/namespaces/${encodeURIComponent(namespace)}/schedules/${COST_WORKFLOW_ID}`;
  const state = await deps.commands.scheduleState(COST_WORKFLOW_ID);
  return state === null ? { reachable: false, paused: false, lastAt: null, nextAt: null, url } : { reachable: true, ...state, url };
}
