import { DomainError } from '../../domain/errors.ts';
import { setupOf } from '../../domain/setup/decide.ts';
import { recordAudit } from '../../models/audit.ts';
import { setupFacts } from '../../models/read/setup.ts';
import { saveSetup } from '../../models/settings/setup.ts';
import { transaction } from '../../models/sql.ts';
import { auditOf } from '../audit.ts';
import type { routes } from '../contract/index.ts';
import type { ApiDeps } from '../deps.ts';
import type { Answer, Call, Handlers } from '../http/handler.ts';
import { sendsMail } from '../sends-mail.ts';

type Routes = (typeof routes)['setup'];

async function view(deps: ApiDeps, organizationId: string): Promise<Answer<Routes['get']>> {
  const [stored, isSent] = await Promise.all([setupFacts(deps.db, organizationId), sendsMail(deps, organizationId)]);
  if (stored === null) throw new DomainError('not-found', 'There is no such organization.');
  const { isPutAway, settledByWord, ...facts } = stored;
  return { ...setupOf({ ...facts, settledByWord, sendsMail: isSent }), isPutAway, settledByWord: [...settledByWord], facts };
}

async function change(call: Call<Routes['change']>): Promise<Answer<Routes['change']>> {
  const { deps, viewer, body } = call;
  const { organizationId } = viewer;
  await transaction(deps.db, async (tx) => {
    const before = await setupFacts(tx, organizationId);
    await saveSetup(tx, organizationId, body);
    const after = await setupFacts(tx, organizationId);
    const said = (facts: typeof before) => ({ isPutAway: facts?.isPutAway, settledByWord: facts?.settledByWord });
    if (JSON.stringify(said(before)) === JSON.stringify(said(after))) return;
    await recordAudit(tx, { ...auditOf(call), organizationId, action: 'setup.changed', subject: { kind: 'organization', id: organizationId, label: 'Getting started' }, before: said(before), after: said(after) });
  });
  return view(deps, organizationId);
}

/** How far an organization is set up, for those who can do something about it. */
export const setup: Handlers<Routes> = { get: ({ deps, viewer }) => view(deps, viewer.organizationId), change };
