import type { SettledByWord, SetupFacts } from '../../domain/setup/types.ts';
import type { Database } from '../connect.ts';
import { selectOne } from '../sql.ts';

/** What the database knows about getting started; whether mail leaves, the process knows. */
export interface StoredSetup extends Omit<SetupFacts, 'sendsMail'> {
  isPutAway: boolean;
}

// Whoever may sign in: others are names in incidents, or left.
const MEMBERS = `select p.id, p.access_level from people p where p.organization_id = o.id and p.kind = 'person' and p.is_active and p.admitted_at is not null`;

/** How far an organization is set up, in one statement of indexed counts; null when there is none. */
export async function setupFacts(db: Database, organizationId: string): Promise<StoredSetup | null> {
  const row = await selectOne<Omit<StoredSetup, 'settledByWord'> & { settledByWord: SettledByWord[] }>(
    db,
    `select o.setup_put_away_at is not null as "isPutAway", o.setup_settled as "settledByWord", m.members, m.administrators, m."administratorsWithoutFactor",
       (select count(*)::int from invitations i where i.organization_id = o.id and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()) as "openInvitations",
       (select count(*)::int from registrations r where r.organization_id = o.id and r.state = 'pending') as "pendingRequests",
       exists (select 1 from plugin_instances i where i.organization_id = o.id and i.is_enabled and 'conversation' = any(i.capabilities)) as "hasConversationPlugin",
       (select count(*)::int from engagement_rules e where e.organization_id = o.id and e.is_enabled) as "engagementRules",
       exists (select 1 from incidents i where i.organization_id = o.id) as "hasIncident"
     from organizations o, lateral (
       select count(*)::int as members, count(*) filter (where a.access_level in ('admin', 'owner'))::int as administrators,
         count(*) filter (where a.access_level in ('admin', 'owner') and not exists (select 1 from mfa_factors f where f.person_id = a.id))::int as "administratorsWithoutFactor"
       from (${MEMBERS}) a
     ) m where o.id = $1`,
    [organizationId],
  );
  return row;
}
