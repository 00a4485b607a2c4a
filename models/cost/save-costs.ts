import type { Database } from '../connect.ts';
import { notifyChange } from '../live.ts';
import { select, selectOne, transaction } from '../sql.ts';
import { storableText } from '../values.ts';
import { type BookedPricing, savePricings } from './price-book.ts';

/** A cost to store. `moved` false = only what it holds for is newer; nobody is told. */
export interface CostToSave {
  incidentId: string;
  organizationId: string;
  /** ISO. */
  reportedAt: string;
  version: number;
  total: string;
  currency: string;
  /** ISO. */
  asOf: string;
  /** JSON of the lines. */
  lines: string;
  linesHash: string;
  booked: BookedPricing;
  /** ISO. */
  pinnedFor: string | null;
  teams: Record<string, string> | null;
  watchesActivity: boolean;
  moved: boolean;
}

// A result that is older than what is there changes nothing: of two passes at once the later time wins, whichever ends first.
const SAVE = `with given as (
    select * from jsonb_to_recordset($1::jsonb) as r("incidentId" uuid, "organizationId" uuid, "reportedAt" timestamptz, version integer, total numeric, currency text, "asOf" timestamptz, lines jsonb,
      "linesHash" text, "pricingId" text, "pinnedFor" timestamptz, teams jsonb, "watchesActivity" boolean)
  )
  insert into costs as c (incident_id, organization_id, reported_at, total, currency, as_of, lines, lines_hash, version, pricing_id, pinned_for, teams, watches_activity, last_error)
  select "incidentId", "organizationId", "reportedAt", total, currency, "asOf", lines, "linesHash", version, "pricingId", "pinnedFor", teams, "watchesActivity", null from given order by "incidentId"
  on conflict (incident_id) do update set total = excluded.total, currency = excluded.currency, as_of = excluded.as_of, lines = excluded.lines, lines_hash = excluded.lines_hash, version = excluded.version,
    pricing_id = excluded.pricing_id, pinned_for = excluded.pinned_for, teams = excluded.teams, watches_activity = excluded.watches_activity, last_error = null, updated_at = now()
  where excluded.version >= c.version and (c.as_of is null or excluded.as_of >= c.as_of)
  returning incident_id as "incidentId"`;

/** So many incidents of an organization are told of one by one; more are one message for all its pages. */
const TOLD_ONE_BY_ONE = 20;

/** How many costs moved, and of which organizations so many that the caller has to tell their pages. */
export interface Saved {
  moved: number;
  crowded: string[];
}

/** Stores costs in one statement, and tells the open pages where only a few moved. Pricings that the book has stored before are taken to be there. */
export async function saveCosts(db: Database, costs: readonly CostToSave[]): Promise<Saved> {
  if (costs.length === 0) return { moved: 0, crowded: [] };
  const pricings = new Map(costs.filter(({ booked }) => !booked.isStored).map(({ booked }) => [booked.id, booked]));
  await savePricings(db, [...pricings.values()]);
  return transaction(db, async (tx) => {
    const saved = await select<{ incidentId: string }>(tx, SAVE, [`[${costs.map(rowOf).join(',')}]`]);
    const ids = new Set(saved.map((row) => row.incidentId));
    const moved = costs.filter((cost) => cost.moved && ids.has(cost.incidentId));
    const byOrganization = Map.groupBy(moved, (cost) => cost.organizationId);
    const crowded = [...byOrganization].filter(([, list]) => list.length > TOLD_ONE_BY_ONE).map(([id]) => id);
    const few = moved.filter(({ organizationId }) => !crowded.includes(organizationId));
    await notifyChange(tx, few.map(({ organizationId, incidentId }) => ({ organizationId, incidentId, topic: 'cost' as const, entityId: null })));
    return { moved: moved.length, crowded };
  });
}

/** JSON of a row. Everything in it comes from the database or from us, so PostgreSQL takes it; lines are most of it and are JSON already. */
function rowOf({ booked, moved: _moved, lines, ...cost }: CostToSave): string {
  return `${JSON.stringify({ ...cost, pricingId: booked.id }).slice(0, -1)},"lines":${lines}}`;
}

/** Notes on the incident that its cost could not be calculated; the last good cost stays. */
export async function saveCostError(db: Database, incidentId: string, error: string): Promise<void> {
  await transaction(db, async (tx) => {
    const row = await selectOne<{ organization_id: string }>(
      tx,
      `with saved as (
         insert into costs as c (incident_id, organization_id, reported_at, last_error) select id, organization_id, reported_at, $2 from incidents where id = $1
         on conflict (incident_id) do update set last_error = excluded.last_error, lines_hash = '', updated_at = now() where c.last_error is distinct from excluded.last_error returning incident_id)
       select i.organization_id from incidents i join saved s on s.incident_id = i.id`,
      [incidentId, storableText(error)],
    );
    if (row !== null) await notifyChange(tx, { organizationId: row.organization_id, incidentId, topic: 'cost', entityId: null });
  });
}
