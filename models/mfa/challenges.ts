import { randomBytes, randomUUID } from 'node:crypto';
import type { Cipher, Sealed } from '../../config/secrets.ts';
import type { Database } from '../connect.ts';
import { sha256 } from '../hash.ts';
import { select, selectOne } from '../sql.ts';
import { seal, unseal } from './factors.ts';

/** How long people have to answer, in minutes. */
export const CHALLENGE_MINUTES = 5;

/** A question under way: to set a factor up, or to prove one. */
export interface Challenge {
  personId: string;
  purpose: 'enrolment' | 'proof';
  pluginId: string;
  method: string;
  state: Record<string, unknown>;
}

/** Keeps a question for five minutes; forgets those that nobody answered. */
export async function keepChallenge(db: Database, cipher: Cipher | null, challenge: Challenge): Promise<{ id: string }> {
  const id = randomUUID();
  await select(db, 'delete from mfa_challenges where expires_at < now() returning id');
  await select(
    db,
    'insert into mfa_challenges (id, person_id, purpose, plugin_id, method, sealed, expires_at) values ($1, $2, $3, $4, $5, $6::jsonb, now() + make_interval(mins => $7)) returning id',
    [id, challenge.personId, challenge.purpose, challenge.pluginId, challenge.method, seal(cipher, challenge.state), CHALLENGE_MINUTES],
  );
  return { id };
}

interface Row {
  plugin_id: string;
  method: string;
  sealed: Sealed;
}

/** Which question, and of whom. */
export interface ChallengeKey {
  id: string;
  personId: string;
  purpose: Challenge['purpose'];
}
/** A question as it was kept. */
export type Kept = Pick<Challenge, 'pluginId' | 'method' | 'state'>;

const WHICH = 'where id = $1 and person_id = $2 and purpose = $3 and expires_at > now()';

/** A question of this person; null when there is none, or it is too old or was answered. */
export async function findChallenge(db: Database, cipher: Cipher | null, { id, personId, purpose }: ChallengeKey): Promise<Kept | null> {
  return keptOf(cipher, await selectOne<Row>(db, `select plugin_id, method, sealed from mfa_challenges ${WHICH}`, [id, personId, purpose]));
}

/** Like {@link findChallenge}, and takes it away, so that it is answered once. */
export async function takeChallenge(db: Database, cipher: Cipher | null, { id, personId, purpose }: ChallengeKey): Promise<Kept | null> {
  return keptOf(cipher, await selectOne<Row>(db, `delete from mfa_challenges ${WHICH} returning plugin_id, method, sealed`, [id, personId, purpose]));
}

function keptOf(cipher: Cipher | null, row: Row | null): Kept | null {
  return row && { pluginId: row.plugin_id, method: row.method, state: unseal(cipher, row.sealed) };
}

/** Somebody whose password was right; times ISO. */
export interface WaitingSignIn {
  accountId: string;
  personId: string;
  organizationId: string;
  createdAt: string;
}

/** Notes that somebody's password was right; the answer is the ticket with which they give their second factor within five minutes. */
export async function keepSignIn(db: Database, who: { accountId: string; personId: string }): Promise<string> {
  const ticket = randomBytes(32).toString('base64url');
  await select(db, 'delete from mfa_sign_ins where expires_at < now() returning ticket_hash');
  await select(db, 'insert into mfa_sign_ins (ticket_hash, account_id, person_id, expires_at) values ($1, $2, $3, now() + make_interval(mins => $4)) returning ticket_hash', [sha256(ticket), who.accountId, who.personId, CHALLENGE_MINUTES]);
  return ticket;
}

/** Who waits with this ticket; null when it is unknown, used or too old. `finished` uses it up: of two uses at once one finds it. */
export async function waitingSignIn(db: Database, ticket: string, finished = false): Promise<WaitingSignIn | null> {
  const found = finished ? 'with t as (delete from mfa_sign_ins where ticket_hash = $1 and expires_at > now() returning *)' : 'with t as (select * from mfa_sign_ins where ticket_hash = $1 and expires_at > now())';
  const row = await selectOne<Omit<WaitingSignIn, 'createdAt'> & { createdAt: Date }>(
    db,
    `${found} select t.account_id as "accountId", t.person_id as "personId", p.organization_id as "organizationId", t.created_at as "createdAt" from t join people p on p.id = t.person_id and p.is_active`,
    [sha256(ticket)],
  );
  return row && { ...row, createdAt: row.createdAt.toISOString() };
}

/** The person behind an e-mail who has a second factor, if there is one: of several organizations the one joined first. */
export async function personWithFactor(db: Database, email: string): Promise<{ personId: string; organizationId: string } | null> {
  return selectOne(
    db,
    `select p.id as "personId", p.organization_id as "organizationId" from people p where p.email = $1 and p.is_active and exists (select 1 from mfa_factors f where f.person_id = p.id) order by p.created_at, p.id limit 1`,
    [email.trim().toLowerCase()],
  );
}
