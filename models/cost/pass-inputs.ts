import type { CostFacts } from '../../domain/cost/from-state.ts';
import type { Stage } from '../../domain/incident/types.ts';
import type { Database } from '../connect.ts';
import { select } from '../sql.ts';
import { iso, isoOrNull } from '../values.ts';

/** A cost as stored; `total` null = only an error yet. */
export interface StoredCost {
  /** Decimal text with six places. */
  total: string | null;
  currency: string | null;
  linesHash: string;
  /** The ledger's version it was calculated from. */
  version: number;
  /** ISO. */
  asOf: string | null;
  pricingId: string | null;
  /** The closing that pricing and teams are pinned for, ISO. */
  pinnedFor: string | null;
  teams: Record<string, string> | null;
  lastError: string | null;
}
/** An incident as its calculation needs it; times ISO. */
export interface PassInput {
  incidentId: string;
  organizationId: string;
  projectId: string;
  typeId: string;
  stage: Stage;
  version: number;
  reportedAt: string;
  stageSince: string;
  /** When it was closed last; null = it is open. */
  closedAt: string | null;
  facts: CostFacts;
  stored: StoredCost | null;
}
/** A stretch of incidents in the order of their ids. */
export interface PassPage {
  /** How many there are in it, also those in which nothing can have changed. */
  visited: number;
  /** The last of them; null = there are no more. */
  last: string | null;
  inputs: PassInput[];
}

interface Row {
  visited: number;
  last: string | null;
  id: string | null;
  organization_id: string;
  project_id: string;
  type_id: string;
  stage: Stage;
  version: number;
  reported_at: Date;
  stage_since: Date;
  closed_at: Date | null;
  facts: CostFacts;
  total: string | null;
  currency: string | null;
  lines_hash: string | null;
  cost_version: number;
  as_of: Date | null;
  pricing_id: string | null;
  pinned_for: Date | null;
  teams: Record<string, string> | null;
  last_error: string | null;
}

const IS_OVER = `i.stage in ('closed', 'review')`;
/** Over, calculated from this very version as it is over, priced by what is pinned, and nobody did anything that counts since. */
const IS_SETTLED = `${IS_OVER} and c.version = i.version and c.pinned_for = i.closed_at and c.as_of >= i.stage_since and c.last_error is null
  and not (c.watches_activity and exists (select from incident_activities a where a.incident_id = i.id and a.known_at > c.as_of))`;
const COLUMNS = `i.id, i.organization_id, i.project_id, i.type_id, i.stage, i.version, i.reported_at, i.stage_since, case when ${IS_OVER} then i.closed_at end as closed_at,
  c.total::text, c.currency, c.lines_hash, c.version as cost_version, c.as_of, c.pricing_id, c.pinned_for, c.teams, c.last_error`;

/** The next incidents of all organizations after the cursor, in the order of their ids; only those whose cost may have moved come with what it depends on. */
export async function passPageAfter(db: Database, cursor: string | null, limit: number): Promise<PassPage> {
  const rows = await select<Row>(
    db,
    `with page as materialized (
       select ${COLUMNS}, case when ${IS_SETTLED} then null else i.cost_facts end as facts from incidents i left join costs c on c.incident_id = i.id
       where i.id > $1 order by i.id limit $2
     ) select (select count(*) from page)::int as visited, (select id from page order by id desc limit 1) as last, p.* from (select 1) one left join page p on p.facts is not null order by p.id`,
    [cursor ?? '00000000-0000-0000-0000-000000000000', limit],
  );
  return { visited: rows[0]?.visited ?? 0, last: rows[0]?.last ?? null, inputs: rows.flatMap(toInput) };
}

/** These incidents, whether or not anything can have moved; unknown ids are missing. */
export async function passInputsOf(db: Database, incidentIds: readonly string[]): Promise<PassInput[]> {
  const rows = await select<Row>(db, `select ${COLUMNS}, i.cost_facts as facts from incidents i left join costs c on c.incident_id = i.id where i.id = any($1::uuid[]) order by i.id`, [[...incidentIds]]);
  return rows.flatMap(toInput);
}

function toInput(row: Row): PassInput[] {
  if (row.id === null) return [];
  const { lines_hash: linesHash } = row;
  return [
    {
      incidentId: row.id,
      organizationId: row.organization_id,
      projectId: row.project_id,
      typeId: row.type_id,
      stage: row.stage,
      version: row.version,
      reportedAt: iso(row.reported_at),
      stageSince: iso(row.stage_since),
      closedAt: isoOrNull(row.closed_at),
      facts: row.facts,
      stored: linesHash === null ? null : { linesHash, total: row.total, currency: row.currency, version: row.cost_version, asOf: isoOrNull(row.as_of), pricingId: row.pricing_id, pinnedFor: isoOrNull(row.pinned_for), teams: row.teams, lastError: row.last_error },
    },
  ];
}
