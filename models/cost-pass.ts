import type { CostFacts } from '../domain/cost/from-state.ts';
import type { CostLine, CostModel, CostRates } from '../domain/cost/types.ts';
import type { Stage } from '../domain/incident/types.ts';
import type { Database } from './connect.ts';
import type { ProjectSettings } from './records/project.ts';
import { select, selectOne } from './sql.ts';
import { storableJson } from './values.ts';

/** Rates and model that a cost is calculated with. */
export interface Pricing {
  rates: CostRates;
  model: CostModel;
}
/** A cost as stored; `total` null = only an error yet. */
export interface StoredCost {
  /** Decimal text with six places. */
  total: string | null;
  currency: string | null;
  inputsHash: string;
  /** The ledger's version it was calculated from. */
  version: number;
  pricing: Pricing | null;
  lastError: string | null;
}
/** An incident as the cost pass sees it. */
export interface PassInput {
  incidentId: string;
  organizationId: string;
  projectId: string;
  stage: Stage;
  version: number;
  /** Null when nothing can have changed: the incident is over and its cost belongs to this very version. */
  facts: CostFacts | null;
  stored: StoredCost | null;
}

interface Row extends Omit<PassInput, 'stored'> {
  total: string | null;
  currency: string | null;
  inputsHash: string | null;
  costVersion: number;
  pricing: Pricing | null;
  lastError: string | null;
}

const UNCHANGED = `i.stage in ('closed', 'review') and c.version = i.version and c.pricing is not null and c.last_error is null`;
const FACTS = `jsonb_build_object('reportedAt', i.state->'reportedAt', 'stages', i.state->'stages', 'participants', i.state->'participants', 'postmortem', i.state->'postmortem')`;
const SELECT = `select i.id as "incidentId", i.organization_id as "organizationId", i.project_id as "projectId", i.stage, i.version,
    case when ${UNCHANGED} then null else ${FACTS} end as facts,
    c.total::text, c.currency, c.inputs_hash as "inputsHash", c.version as "costVersion", c.pricing, c.last_error as "lastError"
  from incidents i left join costs c on c.incident_id = i.id`;

/** The next incidents of all organizations after the cursor, in the order of their ids; an empty page is the end. */
export async function passInputsAfter(db: Database, cursor: string | null, limit: number): Promise<PassInput[]> {
  return (await select<Row>(db, `${SELECT} where $1::uuid is null or i.id > $1 order by i.id limit $2`, [cursor, limit])).map(toInput);
}

/** One incident for the calculation of its cost; null when there is none. */
export async function passInputOf(db: Database, incidentId: string): Promise<PassInput | null> {
  const row = await selectOne<Row>(db, `${SELECT} where i.id = $1`, [incidentId]);
  return row === null ? null : toInput(row);
}

function toInput({ total, currency, inputsHash, costVersion, pricing, lastError, ...input }: Row): PassInput {
  return { ...input, stored: inputsHash === null ? null : { total, currency, inputsHash, version: costVersion, pricing, lastError } };
}

/** What projects and organizations say about prices today. */
export interface PriceLists {
  projects: Map<string, ProjectSettings>;
  /** Multipliers by organization and role, exact decimals. */
  roles: Map<string, Record<string, string>>;
}

/** The price lists of these organizations, in one statement. */
export async function priceLists(db: Database, organizationIds: readonly string[]): Promise<PriceLists> {
  const row = await selectOne<{ projects: Record<string, ProjectSettings> | null; roles: Record<string, Record<string, string>> | null }>(
    db,
    `select
       (select jsonb_object_agg(id, settings) from projects where organization_id = any($1::uuid[])) as projects,
       (select jsonb_object_agg(organization_id, roles) from (
          select organization_id, jsonb_object_agg(role, cost_multiplier::text) as roles from incident_roles where organization_id = any($1::uuid[]) group by organization_id
        ) r) as roles`,
    [[...organizationIds]],
  );
  return { projects: new Map(Object.entries(row?.projects ?? {})), roles: new Map(Object.entries(row?.roles ?? {})) };
}

/** A cost to store. `moved` false = only the version it holds for is newer; nobody is told. */
export interface CostToSave {
  incidentId: string;
  organizationId: string;
  version: number;
  total: string;
  currency: string;
  /** ISO. */
  asOf: string;
  lines: CostLine[];
  inputsHash: string;
  pricing: Pricing;
  moved: boolean;
}

/** Stores costs with their incidents' columns and tells the open pages, all in one statement. A result that is older than what is there changes nothing. Answers how many moved. */
export async function saveCosts(db: Database, costs: readonly CostToSave[]): Promise<number> {
  if (costs.length === 0) return 0;
  const rows = await select<{ position: string }>(
    db,
    `with given as (
       select * from jsonb_to_recordset($1::jsonb) as r("incidentId" uuid, "organizationId" uuid, version integer, total numeric, currency text, "asOf" timestamptz, lines jsonb, "inputsHash" text, pricing jsonb, moved boolean)
     ), saved as (
       insert into costs as c (incident_id, total, currency, as_of, lines, inputs_hash, version, pricing, last_error)
       select "incidentId", total, currency, "asOf", lines, "inputsHash", version, pricing, null from given
       on conflict (incident_id) do update set total = excluded.total, currency = excluded.currency, lines = excluded.lines, inputs_hash = excluded.inputs_hash, version = excluded.version,
         as_of = excluded.as_of, pricing = excluded.pricing, last_error = null, updated_at = now()
       where excluded.version >= c.version and (c.as_of is null or excluded.as_of >= c.as_of)
       returning incident_id, total, currency, as_of
     ), shown as (
       update incidents i set cost_total = s.total, cost_currency = s.currency, cost_as_of = s.as_of
       from saved s join given g on g."incidentId" = s.incident_id and g.moved where i.id = s.incident_id returning i.id
     )
     insert into changes (organization_id, incident_id, topic, entity_id)
     select g."organizationId", g."incidentId", 'cost', null from given g join shown s on s.id = g."incidentId"
     returning position::text`,
    [storableJson(costs)],
  );
  return rows.length;
}
