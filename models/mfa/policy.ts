import type { AccessLevel } from '../../domain/access.ts';
import { DEFAULT_STEP_UP, mustHaveFactor, type StepUpFacts, type StepUpPolicy } from '../../domain/step-up.ts';
import type { Database } from '../connect.ts';
import { settingsChanged } from '../settings/shared.ts';
import { select, selectOne } from '../sql.ts';

/** Whom an organization asks for a second factor, and for how many minutes a proof counts. */
export interface MfaPolicy {
  policy: StepUpPolicy;
  stepUpMinutes: number;
}

const POLICY = `coalesce(p.policy, '${DEFAULT_STEP_UP.policy}') as policy, coalesce(p.step_up_minutes, ${DEFAULT_STEP_UP.stepUpMinutes}) as "stepUpMinutes"`;

/** The policy of an organization; the default when nobody chose one. */
export async function mfaPolicy(db: Database, organizationId: string): Promise<MfaPolicy> {
  const row = await selectOne<MfaPolicy>(db, `select ${POLICY} from organizations o left join mfa_policies p on p.organization_id = o.id where o.id = $1`, [organizationId]);
  return row ?? { ...DEFAULT_STEP_UP };
}

/** Sets the policy of an organization. */
export async function saveMfaPolicy(db: Database, organizationId: string, { policy, stepUpMinutes }: MfaPolicy): Promise<void> {
  await select(
    db,
    `insert into mfa_policies (organization_id, policy, step_up_minutes) values ($1, $2, $3)
     on conflict (organization_id) do update set policy = excluded.policy, step_up_minutes = excluded.step_up_minutes, updated_at = now() returning policy`,
    [organizationId, policy, stepUpMinutes],
  );
  await settingsChanged(db, organizationId, 'second-factor');
}

/** Somebody of the organization, as lists name them. */
export interface Uncovered {
  id: string;
  name: string;
  email: string;
  accessLevel: AccessLevel;
}

/** Managers and above who may sign in: how many, how many of them have a second factor, and the first 50 who have none, highest level first. */
export async function mfaCoverage(db: Database, organizationId: string): Promise<{ needed: number; enrolled: number; missing: Uncovered[] }> {
  const rows = await select<Uncovered & { has: boolean }>(
    db,
    `select p.id, p.name, p.email, p.access_level as "accessLevel", exists (select 1 from mfa_factors f where f.person_id = p.id) as has from people p
     where p.organization_id = $1 and p.is_active and p.kind = 'person' and p.access_level <> 'member'
     order by array_position(array['owner','admin','manager'], p.access_level), p.name, p.id`,
    [organizationId],
  );
  const missing = rows.filter((row) => !row.has).map(({ id, name, email, accessLevel }) => ({ id, name, email, accessLevel }));
  return { needed: rows.length, enrolled: rows.length - missing.length, missing: missing.slice(0, 50) };
}

/** Everything that decides whether a person must prove a factor, in one statement; `provenUntil` (ISO) null = this session gave no proof that still counts. */
export interface StepUpState extends StepUpFacts {
  stepUpMinutes: number;
  provenUntil: string | null;
  mustEnrol: boolean;
}

interface Row extends MfaPolicy {
  hasFactor: boolean;
  provenUntil: Date | null;
}

const STATE = `
  select ${POLICY}, exists (select 1 from mfa_factors f where f.person_id = $2) as "hasFactor",
    (select m.until from (select x.proven_at + make_interval(mins => coalesce(p.step_up_minutes, ${DEFAULT_STEP_UP.stepUpMinutes})) as until from mfa_proofs x where x.person_id = $2 and x.session_hash = $3) m
     where m.until > now()) as "provenUntil"
  from organizations o left join mfa_policies p on p.organization_id = o.id where o.id = $1`;

/** Where a person of an organization stands in one session; `sessionHash` null = a session that cannot hold a proof yet. */
export async function stepUpState(db: Database, who: { organizationId: string; personId: string; accessLevel: AccessLevel }, sessionHash: string | null): Promise<StepUpState> {
  const row = (await selectOne<Row>(db, STATE, [who.organizationId, who.personId, sessionHash])) ?? { ...DEFAULT_STEP_UP, hasFactor: false, provenUntil: null };
  const { policy, stepUpMinutes, hasFactor, provenUntil } = row;
  const { accessLevel } = who;
  return { policy, stepUpMinutes, accessLevel, hasFactor, isProven: provenUntil !== null, provenUntil: provenUntil?.toISOString() ?? null, mustEnrol: mustHaveFactor(policy, accessLevel) && !hasFactor };
}
