import { DomainError } from '../../../domain/errors.ts';
import { findAccountById } from '../../../models/accounts.ts';
import { recordAudit } from '../../../models/audit.ts';
import { findPersonById, updatePerson, type PersonFacts } from '../../../models/people.ts';
import { endSessions, listSessions } from '../../../models/sessions.ts';
import { transaction } from '../../../models/sql.ts';
import { auditOf } from '../../audit.ts';
import type { routes } from '../../contract/index.ts';
import type { Answer, Call, Handlers } from '../../http/handler.ts';

type Routes = (typeof routes)['accounts'];
type Sessions = Routes['sessions'];
type Profile = Answer<Routes['profile']['get']>;

async function profileOf({ deps, identity }: Pick<Call<Routes['profile']['get']>, 'deps' | 'identity'>, person: PersonFacts | null): Promise<Profile> {
  if (!person) throw new DomainError('not-found', 'You are not in this organization any more.');
  const account = identity?.accountId == null ? null : await findAccountById(deps.db, identity.accountId);
  const { id, email, name, title, team, timeZone, accessLevel } = person;
  return { id, email, name, title, team, timeZone, accessLevel, hasPassword: account?.passwordHash != null };
}

/** One's own profile: what colleagues see of one. */
export const profile: Handlers<Routes['profile']> = {
  get: async (call) => profileOf(call, await findPersonById(call.deps.db, call.viewer.organizationId, call.viewer.personId)),
  async update(call) {
    const { deps, viewer, body } = call;
    const { organizationId, personId } = viewer;
    const person = await transaction(deps.db, async (tx) => {
      const before = await findPersonById(tx, organizationId, personId);
      const after = await updatePerson(tx, { organizationId, id: personId }, body);
      const changed = (Object.keys(body) as (keyof typeof body)[]).filter((key) => before?.[key] !== after[key]);
      const only = (facts: PersonFacts | null) => Object.fromEntries(changed.map((key) => [key, facts?.[key] ?? null]));
      if (changed.length > 0) await recordAudit(tx, { ...auditOf(call), organizationId, action: 'profile.changed', subject: { kind: 'person', id: personId, label: `${after.name} <${after.email}>` }, before: only(before), after: only(after) });
      return after;
    });
    return profileOf(call, person);
  },
};

// Tokens, proxies and the default user have no sessions here.
function accountIdOf({ identity }: Pick<Call<Sessions['list']>, 'identity'>): string | null {
  return identity?.accountId ?? null;
}

async function endSome(call: Call<Sessions['list']> | Call<Sessions['end']> | Call<Sessions['endOthers']>, which: { id: string } | { except: string | undefined }): Promise<number> {
  const { deps, viewer } = call;
  const accountId = accountIdOf(call);
  if (accountId === null) return 0;
  const ended = await transaction(deps.db, async (tx) => {
    const ids = await endSessions(tx, { accountId, ...which });
    if (ids.length > 0) await recordAudit(tx, { ...auditOf(call), organizationId: viewer.organizationId, action: 'session.ended', subject: { kind: 'session', id: ids.length === 1 ? (ids[0] ?? null) : null, label: viewer.email }, after: { sessions: ids.length } });
    return ids;
  });
  for (const id of ended) deps.live.endSession(id);
  return ended.length;
}

/** Where one is signed in. */
export const sessions: Handlers<Sessions> = {
  async list(call) {
    const accountId = accountIdOf(call);
    const rows = accountId === null ? [] : await listSessions(call.deps.db, accountId);
    return { data: rows.map((row) => ({ ...row, isCurrent: row.id === call.identity?.tokenId })) };
  },
  async end(call) {
    if ((await endSome(call, { id: call.params.id })) === 0) throw new DomainError('not-found', 'There is no such session of yours, or it has ended.');
  },
  async endOthers(call) {
    return { ended: await endSome(call, { except: call.identity?.tokenId ?? undefined }) };
  },
};
