import { randomUUID } from 'node:crypto';
import type { Database } from './connect.ts';
import { notifyChange } from './live.ts';
import { select, selectOne } from './sql.ts';
import { iso, storableText } from './values.ts';

/** Where a request came from, as far as it says. */
export interface ClientFacts {
  address: string | null;
  userAgent: string | null;
}
/** A session to begin; times ISO. */
export interface NewSession extends ClientFacts {
  accountId: string;
  /** Slug of the provider that proved who it is. */
  provider: string;
  expiresAt: string;
}
/** A session that stands. */
export interface SessionFacts extends ClientFacts {
  id: string;
  provider: string;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
}

const LONGEST_AGENT = 400;

/** Begins a session; its id goes into the token (`jti`). A token without a standing session is refused. */
export async function startSession(db: Database, session: NewSession): Promise<{ id: string }> {
  const id = randomUUID();
  const userAgent = session.userAgent === null ? null : storableText(session.userAgent).slice(0, LONGEST_AGENT);
  await select(db, 'insert into sessions (id, account_id, provider, address, user_agent, expires_at) values ($1, $2, $3, $4, $5, $6) returning id', [id, session.accountId, session.provider, session.address, userAgent, session.expiresAt]);
  return { id };
}

interface Row {
  id: string;
  provider: string;
  address: string | null;
  user_agent: string | null;
  created_at: Date;
  last_seen_at: Date;
  expires_at: Date;
}

const STANDING = 'ended_at is null and expires_at > now()';

/** The standing sessions of an account, the one seen last first. */
export async function listSessions(db: Database, accountId: string): Promise<SessionFacts[]> {
  const rows = await select<Row>(db, `select * from sessions where account_id = $1 and ${STANDING} order by last_seen_at desc, id limit 200`, [accountId]);
  return rows.map((r) => ({ id: r.id, provider: r.provider, address: r.address, userAgent: r.user_agent, createdAt: iso(r.created_at), lastSeenAt: iso(r.last_seen_at), expiresAt: iso(r.expires_at) }));
}

/** Which sessions of an account to end. */
export interface EndedSessions {
  accountId: string;
  /** Only this one; absent = all. */
  id?: string | undefined;
  /** Not this one. */
  except?: string | undefined;
}

/** Ends sessions at once, with their live streams in every process; answers the ids of those that stood. */
export async function endSessions(db: Database, { accountId, id, except }: EndedSessions): Promise<string[]> {
  const ended = await select<{ id: string }>(
    db,
    `update sessions set ended_at = now() where account_id = $1 and ${STANDING} and ($2::uuid is null or id = $2) and ($3::uuid is null or id <> $3) returning id`,
    [accountId, id ?? null, except ?? null],
  );
  const place = ended.length === 0 ? null : await selectOne<{ organizationId: string }>(db, 'select p.organization_id as "organizationId" from people p join accounts a on a.email = p.email where a.id = $1 limit 1', [accountId]);
  if (place) await tellEnded(db, place.organizationId, ended.map((s) => s.id));
  return ended.map((s) => s.id);
}

/** Tells every process that sessions or API tokens ended, so that their live streams do. */
export async function tellEnded(db: Database, organizationId: string, ids: readonly string[]): Promise<void> {
  await notifyChange(db, ids.map((entityId) => ({ organizationId, incidentId: null, topic: 'sessions' as const, entityId })));
}

/** Notes that a session was used, at most once a minute. */
export async function touchSession(db: Database, id: string, { address }: Pick<ClientFacts, 'address'>): Promise<void> {
  await select(db, `update sessions set last_seen_at = now(), address = coalesce($2, address) where id = $1 and last_seen_at < now() - interval '1 minute' returning id`, [id, address]);
}

/** Forgets sessions that ended or expired a month ago; answers how many. */
export async function pruneSessions(db: Database): Promise<number> {
  const row = await selectOne<{ count: number }>(db, `with gone as (delete from sessions where least(expires_at, coalesce(ended_at, expires_at)) < now() - interval '30 days' returning 1) select count(*)::int as count from gone`);
  return row?.count ?? 0;
}
