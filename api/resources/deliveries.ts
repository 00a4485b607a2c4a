import { DomainError } from '../../domain/errors.ts';
import { requeueDelivery } from '../../models/deliveries.ts';
import { deliveryById, listDeliveries } from '../../models/read/deliveries.ts';
import type { routes } from '../contract/index.ts';
import type { Answer, Call, Handlers } from '../http/handler.ts';
import { invalidRequest } from '../http/problem.ts';

type Routes = (typeof routes)['settings']['deliveries'];
const STATES = ['pending', 'sent', 'outbox', 'failed'];

async function delivery({ deps, viewer, params }: Pick<Call<Routes['get']>, 'deps' | 'viewer' | 'params'>): Promise<Answer<Routes['get']>> {
  const found = await deliveryById(deps.db, viewer, params.id);
  if (!found) throw new DomainError('not-found', 'There is no such message, or it is not yours to read.');
  return found;
}

/** The mail outbox: everything for administrators, one's own mail for others. */
export const deliveries: Handlers<Routes> = {
  async list({ deps, viewer, query }) {
    const unknown = (query.state ?? '').split(',').map((s) => s.trim()).find((s) => s !== '' && !STATES.includes(s));
    if (unknown !== undefined) throw invalidRequest([{ pointer: 'query:state', detail: `"${unknown.slice(0, 60)}" is none of ${STATES.join(', ')}` }]);
    return listDeliveries(deps.db, viewer, query);
  },
  get: delivery,
  async retry(call) {
    await requeueDelivery(call.deps.db, call.viewer.organizationId, call.params.id);
    return delivery(call);
  },
};
