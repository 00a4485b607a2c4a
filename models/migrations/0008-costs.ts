import { COST_CONFIGURATION } from './0008/configuration.ts';
import { COST_OF_INCIDENTS } from './0008/incidents.ts';
import type { RunSql } from './index.ts';

/** What projects said about rates becomes their first version; what costs were calculated with becomes a shared pricing. */
const TAKE_OVER = `
insert into cost_rate_versions (id, organization_id, project_id, effective_from, annual_employee_cost, business_hours_per_year, currency, created_by, note)
select gen_random_uuid(), organization_id, id, '1970-01-01T00:00:00Z', coalesce((settings->>'annualEmployeeCost')::numeric, 50000), coalesce((settings->>'businessHoursPerYear')::numeric, 2080),
  coalesce(settings->>'currency', 'USD'), 'Dispatch', 'taken over from the settings of the project'
from projects where settings ?| array['annualEmployeeCost', 'businessHoursPerYear', 'currency'];
update projects set settings = settings - 'annualEmployeeCost' - 'businessHoursPerYear' - 'currency';

alter table costs add column pricing_id text references cost_pricings;
-- the closing (incidents.closed_at) that pricing and teams are pinned for; null = the incident was open
alter table costs add column pinned_for timestamptz(3);
-- e-mail → team, of those who have one, when rates depend on it
alter table costs add column teams jsonb;
alter table costs add column watches_activity boolean not null default false;
alter table costs rename column inputs_hash to lines_hash;
with old as (
  select c.incident_id, i.organization_id,
    jsonb_build_object('periods', jsonb_build_array(jsonb_build_object('from', null, 'rateVersionId', null, 'modelVersionId', null, 'rates', c.pricing->'rates', 'model', c.pricing->'model'))) as pricing
  from costs c join incidents i on i.id = c.incident_id where c.pricing is not null
), named as (
  select incident_id, organization_id, pricing, encode(sha256(convert_to(organization_id::text || pricing::text, 'UTF8')), 'hex') as id from old
), kept as (
  insert into cost_pricings (id, organization_id, pricing) select distinct on (id) id, organization_id, pricing from named returning id
)
select count(*) from kept;
update costs c set pricing_id = p.id, pinned_for = i.closed_at from incidents i, cost_pricings p
  where i.id = c.incident_id and c.pricing is not null and p.organization_id = i.organization_id
    and p.pricing->'periods'->0->'rates' = c.pricing->'rates' and p.pricing->'periods'->0->'model' = c.pricing->'model';
alter table costs drop column pricing;

-- Amounts move every five minutes, incidents and their many indexes do not: the amount has one place, and every incident has a row for lists to be sorted by.
alter table costs alter column lines_hash set default '';
alter table costs alter column lines set default '[]';
alter table costs add column ticket_total numeric(20,6), add column ticket_at timestamptz(3);
-- tickets of the past are not written to because of this
update costs set ticket_total = total;
alter table costs add column organization_id uuid references organizations on delete cascade;
alter table costs add column reported_at timestamptz(3);
insert into costs (incident_id) select id from incidents on conflict do nothing;
update costs c set organization_id = i.organization_id, reported_at = i.reported_at from incidents i where i.id = c.incident_id;
alter table costs alter column organization_id set not null, alter column reported_at set not null;
create index costs_by_total on costs (organization_id, coalesce(total, 0), reported_at desc, incident_id desc);
alter table incidents drop column cost_total, drop column cost_currency, drop column cost_as_of;
`;

/** Rates and cost models in versions, pinned pricings, alerts, other cost lines, and what people did for the activity model. */
export async function up(run: RunSql): Promise<void> {
  for (const sql of [COST_CONFIGURATION, COST_OF_INCIDENTS, TAKE_OVER]) await run(sql);
}

/** Removes them; rates go back to the settings of the projects as they are now, and pinned ones are lost. */
export async function down(run: RunSql): Promise<void> {
  await run(`
    update projects p set settings = p.settings || jsonb_build_object('annualEmployeeCost', v.annual_employee_cost, 'businessHoursPerYear', v.business_hours_per_year, 'currency', v.currency)
      from (select distinct on (project_id) * from cost_rate_versions order by project_id, (effective_from > now()), effective_from desc) v where v.project_id = p.id;
    alter table incidents add column cost_total numeric(20,6), add column cost_currency text, add column cost_as_of timestamptz(3);
    update incidents i set cost_total = c.total, cost_currency = c.currency, cost_as_of = c.as_of from costs c where c.incident_id = i.id;
    create index incidents_cost on incidents (organization_id, coalesce(cost_total, 0), reported_at desc, id desc);
    delete from costs where total is null and last_error is null;
    alter table costs drop column organization_id, drop column reported_at, drop column ticket_total, drop column ticket_at;
    alter table costs alter column lines_hash drop default, alter column lines drop default;
    alter table costs add column pricing jsonb;
    alter table costs rename column lines_hash to inputs_hash;
    alter table costs drop column pricing_id, drop column pinned_for, drop column teams, drop column watches_activity;
    drop view incident_activities;
    drop table recorded_activities, cost_lines, cost_crossings, cost_alerts, cost_pricings;
    alter table incidents drop column cost_facts;
    drop function cost_facts_of(jsonb);
    alter table incident_types drop column cost_model_id;
    drop table cost_model_versions, cost_models, cost_rate_versions;
  `);
}
