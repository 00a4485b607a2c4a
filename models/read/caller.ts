import type { AccessLevel } from '../../domain/access.ts';
import type { Database } from '../connect.ts';
import { selectOne } from '../sql.ts';

/** What is looked up about the caller of one request. `accountId` null = no account of ours signed in; `tokenId` = the session, or the API token when `personId` says whose. */
export interface CallerQuery {
  /** Slug; null = the caller's own (the oldest of several), or the one that was made first. */
  organization: string | null;
  email: string;
  accountId: string | null;
  tokenId: string | null;
  /** The owner of the API token; null = none is used. */
  personId?: string | null;
}
/** The organization asked for, the caller as a person there, and the state of the account that signed in; `null` parts do not exist. */
export interface Caller {
  organization: { id: string; slug: string; name: string };
  person: { id: string; email: string; name: string; accessLevel: AccessLevel; isActive: boolean; isAdmitted: boolean; kind: 'person' | 'service' } | null;
  account: { email: string; isDisabled: boolean; tokensValidFrom: Date } | null;
  /** Whether the session or the API token stands; false when it is unknown, over, ended or revoked. */
  isStanding: boolean;
}

interface Row {
  id: string;
  slug: string;
  name: string;
  person_id: string | null;
  person_email: string;
  person_name: string;
  access_level: AccessLevel;
  is_active: boolean;
  is_admitted: boolean;
  kind: 'person' | 'service';
  account_email: string | null;
  is_disabled: boolean;
  tokens_valid_from: Date;
  is_standing: boolean;
}

const SQL = `
  select o.id, o.slug, o.name, p.id as person_id, p.email as person_email, p.name as person_name, p.access_level, p.is_active, p.admitted_at is not null as is_admitted, p.kind,
    a.email as account_email, a.disabled_at is not null as is_disabled, a.tokens_valid_from,
    case when $5::uuid is null then exists (select 1 from sessions s where s.id = $4::uuid and s.account_id = a.id and s.ended_at is null and s.expires_at > now())
      else exists (select 1 from api_tokens t where t.id = $4::uuid and t.person_id = $5::uuid and t.revoked_at is null and t.expires_at > now()) end as is_standing
  from organizations o
  left join accounts a on a.id = $3::uuid
  left join people p on p.organization_id = o.id and case when $5::uuid is null then p.email = coalesce(a.email, $2) else p.id = $5::uuid end
  where $1::text is null or o.slug = $1
  order by (p.id is not null and p.is_active) desc, o.created_at, o.id limit 1`;

/** Everything that decides whether a request may be served, in one statement; null when there is no such organization. */
export async function findCaller(db: Database, query: CallerQuery): Promise<Caller | null> {
  const row = await selectOne<Row>(db, SQL, [query.organization, query.email, query.accountId, query.tokenId, query.personId ?? null]);
  if (!row) return null;
  const person = row.person_id === null ? null : { id: row.person_id, email: row.person_email, name: row.person_name, accessLevel: row.access_level, isActive: row.is_active, isAdmitted: row.is_admitted, kind: row.kind };
  const account = row.account_email === null ? null : { email: row.account_email, isDisabled: row.is_disabled, tokensValidFrom: row.tokens_valid_from };
  return { organization: { id: row.id, slug: row.slug, name: row.name }, person, account, isStanding: row.is_standing };
}
