import { DomainError } from '../../domain/errors.ts';
import { recordAudit } from '../../models/audit.ts';
import { requeueDelivery } from '../../models/deliveries.ts';
import { deliveryById, listDeliveries } from '../../models/read/deliveries.ts';
import { auditOf } from '../audit.ts';
import type { routes } from '../contract/index.ts';
import type { Answer, Call, Handlers } from '../http/handler.ts';
import { invalidRequest } from '../http/problem.ts';
import { requireStepUp } from '../second-factor/require.ts';

type Routes = (typeof routes)['settings']['deliveries'];
const STATES = ['pending', 'sent', 'outbox', 'failed'];

type Reading = Pick<Call<Routes['get']>, 'deps' | 'viewer' | 'identity' | 'request' | 'params'>;

async function open({ deps, viewer, params }: Pick<Reading, 'deps' | 'viewer' | 'params'>): Promise<NonNullable<Awaited<ReturnType<typeof deliveryById>>>> {
  const found = await deliveryById(deps.db, viewer, params.id);
  if (found) return found;
  throw new DomainError('not-found', 'There is no such message, or it is not yours to read.');
}

async function delivery(call: Reading): Promise<Answer<Routes['get']>> {
  const { isPrivate, opensElsewhere, ...message } = await open(call);
  return isPrivate ? { ...message, ...(await privateContent(call, message, opensElsewhere)) } : message;
}

// Whoever has a personal link acts as its recipient. Without a mail server somebody has to pass it on: the owners, signed in themselves, and the audit log says so.
async function privateContent(call: Reading, { id, recipient, subject, html, text, state }: Answer<Routes['get']>, opensElsewhere: boolean): Promise<{ html: string; text: string }> {
  const { deps, viewer, identity } = call;
  if (text === '') return { html, text: 'It is written when it is sent.' };
  if (state === 'sent') return { html, text };
  if (opensElsewhere) return { html: '', text: 'This mail holds a personal link that is not for this organization alone, so nobody reads it here: the mail server of the installation (SMTP_HOST) delivers it to its recipient.' };
  if (viewer.accessLevel !== 'owner' || identity?.apiToken) return { html: '', text: 'This mail holds a personal link. Owners of the organization can read it here and pass it on.' };
  // As sensitive as the link that an invitation answers with.
  await requireStepUp(deps, { stepUp: true }, { identity, request: call.request, who: { viewer, organization: null, incident: null }, body: undefined });
  await recordAudit(deps.db, { ...auditOf(call), organizationId: viewer.organizationId, action: 'personal-link.read', subject: { kind: 'delivery', id, label: `${subject} → ${recipient}` } });
  return { html, text };
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
    return open(call);
  },
};
