import { randomBytes } from 'node:crypto';
import { DomainError } from '../domain/errors.ts';
import { findAccount, saveAccount } from './accounts.ts';
import { isMemberElsewhere, letIn, lockAddress } from './admission.ts';
import type { Database } from './connect.ts';
import { sha256 } from './hash.ts';
import { notifyChange } from './live.ts';
import type { PersonFacts } from './people.ts';
import { select, selectOne, transaction } from './sql.ts';
import { storableText } from './values.ts';

/** What a one-time link is for. */
export type TokenPurpose = 'bootstrap' | 'invitation' | 'reset' | 'registration';

/** What a one-time link stands for; `email` null = whoever uses it says who they are. */
export interface TokenFacts {
  purpose: TokenPurpose;
  organizationId: string | null;
  email: string | null;
  /** The name that goes with the address, as far as it is known. */
  name: string | null;
  invitationId: string | null;
  expiresAt: string;
}
/** A one-time token to make. */
export interface NewToken {
  purpose: TokenPurpose;
  organizationId: string | null;
  email: string | null;
  expiresInMinutes: number;
  name?: string | null;
  invitationId?: string | null;
}

interface TokenRow {
  purpose: TokenPurpose;
  organization_id: string | null;
  email: string | null;
  name: string | null;
  invitation_id: string | null;
  expires_at: Date;
}
const COLUMNS = 'purpose, organization_id, email, name, invitation_id, expires_at';

function toFacts(row: TokenRow): TokenFacts {
  return { purpose: row.purpose, organizationId: row.organization_id, email: row.email, name: row.name, invitationId: row.invitation_id, expiresAt: row.expires_at.toISOString() };
}

/** Makes a one-time token; the answer is the only place where it stands in clear. An older unused one of the same purpose and e-mail ends. */
export async function createToken(db: Database, token: NewToken): Promise<string> {
  const raw = randomBytes(32).toString('base64url');
  const { purpose, organizationId, expiresInMinutes } = token;
  const email = token.email?.toLowerCase() ?? null;
  await transaction(db, async (tx) => {
    await select(tx, 'delete from one_time_tokens where purpose = $1 and organization_id is not distinct from $2 and email is not distinct from $3 and used_at is null returning 1 as gone', [purpose, organizationId, email]);
    await select(
      tx,
      `insert into one_time_tokens (token_hash, purpose, organization_id, email, name, invitation_id, expires_at) values ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7 * 60.0)) returning purpose`,
      [sha256(raw), purpose, organizationId, email, token.name === undefined || token.name === null ? null : storableText(token.name), token.invitationId ?? null, expiresInMinutes],
    );
  });
  return raw;
}

const USABLE = 'token_hash = $1 and used_at is null and expires_at > now()';

/** What a token stands for, without using it; null when it is unknown, used or expired. */
export async function peekToken(db: Database, token: string): Promise<TokenFacts | null> {
  const row = await selectOne<TokenRow>(db, `select ${COLUMNS} from one_time_tokens where ${USABLE}`, [sha256(token)]);
  return row === null ? null : toFacts(row);
}

/** Uses a token of one of these purposes, once, however many try at once; `not-found` when it is unknown, used, expired or for something else. */
export async function takeToken(tx: Database, token: string, purposes: readonly TokenPurpose[]): Promise<TokenFacts> {
  const row = await selectOne<TokenRow>(tx, `update one_time_tokens set used_at = now() where ${USABLE} and purpose = any($2::text[]) returning ${COLUMNS}`, [sha256(token), purposes]);
  if (row === null) throw deadLink();
  return toFacts(row);
}

/** What people are told whatever is wrong with their link. */
export function deadLink(): DomainError {
  return new DomainError('not-found', 'This link was used already, has expired, or is not complete. Ask for a new one.');
}

/** Ends every unused link that was made for an address, so that none works after the address belongs to somebody else. */
export async function endTokensOf(db: Database, email: string): Promise<void> {
  await select(db, 'delete from one_time_tokens where email = $1 and used_at is null returning 1 as gone', [email.toLowerCase()]);
}

/** Forgets tokens that were used or expired a week ago; answers how many. */
export async function pruneTokens(db: Database): Promise<number> {
  const row = await selectOne<{ count: number }>(db, `with gone as (delete from one_time_tokens where coalesce(used_at, expires_at) < now() - interval '7 days' returning 1) select count(*)::int as count from gone`);
  return row?.count ?? 0;
}

/** Who uses a bootstrap or invitation token and how they will sign in. */
export interface Redemption {
  token: string;
  /** Needed when the token names nobody. */
  email?: string | undefined;
  name: string;
  /** Null = the account that is there keeps its password, which the caller has checked. */
  passwordHash: string | null;
}

/**
 * Uses a bootstrap or invitation token: makes the account with its password and lets the person in (as owner with a bootstrap token), all or nothing, once.
 * `not-found` when the token is unknown, used or expired, or its person was deactivated; `invalid-request` when an e-mail is needed or is not
 * the token's; `conflict` when the account got a password in the meantime (an invitation never changes one), or the address also belongs to
 * another organization and has no password yet (an invitation never gives the first one there).
 */
export async function redeemToken(db: Database, redemption: Redemption): Promise<{ person: PersonFacts; organizationId: string }> {
  return transaction(db, async (tx) => {
    const link = await takeToken(tx, redemption.token, ['bootstrap', 'invitation']);
    const email = emailOf(link, redemption);
    const organizationId = link.organizationId ?? (await firstId(tx));
    await lockAddress(tx, email);
    const isFirst = link.purpose === 'bootstrap';
    if (!isFirst) await refuseDeactivated(tx, organizationId, email);
    const accessLevel = isFirst ? 'owner' : await levelOf(tx, link);
    await keepAccount(tx, { email, isFirst, organizationId, passwordHash: redemption.passwordHash });
    // Links to choose a password were mailed where they opened less.
    await select(tx, `delete from one_time_tokens where email = $1 and purpose in ('reset', 'registration') and used_at is null returning 1 as gone`, [email]);
    const { id } = await letIn(tx, { organizationId, email, name: redemption.name, accessLevel });
    const person = await selectOne<PersonFacts>(
      tx,
      `update people set name = $2, updated_at = now() where id = $1
       returning id, email, name, title, team, department, location, time_zone as "timeZone", access_level as "accessLevel", is_active as "isActive"`,
      [id, storableText(redemption.name)],
    );
    if (person === null) throw new DomainError('internal', 'The person could not be stored.');
    await notifyChange(tx, { organizationId, incidentId: null, topic: 'settings', entityId: id });
    return { person, organizationId };
  });
}

const ELSEWHERE = 'You belong to another organization here too, and have no password yet. Choose one with the link that it sent you, or with “Forgotten password” on the sign-in page; then open this link again.';

async function keepAccount(tx: Database, { email, isFirst, organizationId, passwordHash }: { email: string; isFirst: boolean; organizationId: string; passwordHash: string | null }): Promise<void> {
  const account = await findAccount(tx, email);
  const hasPassword = account?.passwordHash != null;
  if (account?.isDisabled && !isFirst) throw deadLink();
  if (passwordHash === null ? !hasPassword : hasPassword && !isFirst) throw new DomainError('conflict', 'The account changed in the meantime. Open the link again.');
  // The link only proves what this organization's administrators could do as well: the password would open the other organization to them.
  if (passwordHash !== null && !isFirst && (await isMemberElsewhere(tx, organizationId, email))) throw new DomainError('conflict', ELSEWHERE);
  if (passwordHash !== null) await saveAccount(tx, { email, passwordHash });
}

async function refuseDeactivated(tx: Database, organizationId: string, email: string): Promise<void> {
  const gone = await selectOne(tx, 'select id from people where organization_id = $1 and email = $2 and not is_active', [organizationId, email]);
  if (gone !== null) throw deadLink();
}

/** The access level of the invitation behind a link, which is accepted with it; links without one make members. */
async function levelOf(tx: Database, { invitationId }: TokenFacts): Promise<PersonFacts['accessLevel']> {
  if (invitationId === null) return 'member';
  const row = await selectOne<{ level: PersonFacts['accessLevel'] }>(tx, 'update invitations set accepted_at = now() where id = $1 and accepted_at is null and revoked_at is null returning access_level as level', [invitationId]);
  if (row === null) throw deadLink();
  return row.level;
}

function emailOf(link: TokenFacts, { email }: Redemption): string {
  const given = email?.trim().toLowerCase();
  const detail = link.email === null ? 'is needed with this link' : `must be ${link.email}, for whom the link was made`;
  const chosen = link.email ?? given;
  if (chosen === undefined || (given !== undefined && given !== chosen)) throw new DomainError('invalid-request', `The e-mail ${detail}.`, [{ pointer: '/email', detail }]);
  return chosen;
}

async function firstId(db: Database): Promise<string> {
  const row = await selectOne<{ id: string }>(db, 'select id from organizations order by created_at, slug limit 1', []);
  if (row === null) throw new DomainError('not-found', 'There is no organization yet. Run: npx dispatch migrate');
  return row.id;
}
