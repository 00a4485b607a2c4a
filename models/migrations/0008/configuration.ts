/** Rates and models in versions, what they were resolved to, and alerts. */
export const COST_CONFIGURATION = `
-- What an hour costs in a project from a moment on. The first version also counts for the time before it; without any, the built-in rates do. Rows never change.
create table cost_rate_versions (
  id uuid primary key,
  organization_id uuid not null references organizations on delete cascade,
  project_id uuid not null references projects on delete cascade,
  effective_from timestamptz(3) not null,
  annual_employee_cost numeric not null check (annual_employee_cost > 0),
  business_hours_per_year numeric not null check (business_hours_per_year > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- [{ role | team | email, annualEmployeeCost }]: one of the three, the most particular wins (person, team, role)
  overrides jsonb not null default '[]',
  note text not null default '',
  created_by text not null,
  created_at timestamptz(3) not null default now(),
  unique (project_id, effective_from)
);
create index cost_rate_versions_organization on cost_rate_versions (organization_id);

-- How time becomes money. An incident type names one, else the organization's standard counts, else the built-in one with the roles' multipliers.
create table cost_models (
  id uuid primary key,
  organization_id uuid not null references organizations on delete cascade,
  name text not null,
  description text not null default '',
  is_standard boolean not null default false,
  is_enabled boolean not null default true,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  unique (organization_id, name)
);
create unique index cost_models_one_standard on cost_models (organization_id) where is_standard;
create table cost_model_versions (
  id uuid primary key,
  model_id uuid not null references cost_models on delete cascade,
  effective_from timestamptz(3) not null,
  -- { kind, multipliers, laterDayHours, reviewPreparationHours, reviewMeetingHours, responseSeconds, activityKinds }: decimals as text, all of them there
  settings jsonb not null,
  note text not null default '',
  created_by text not null,
  created_at timestamptz(3) not null default now(),
  unique (model_id, effective_from)
);
alter table incident_types add column cost_model_id uuid references cost_models on delete set null;

-- What rates and model come to for some incidents, by the SHA-256 of its content: many incidents share one, and it never changes.
create table cost_pricings (
  id text primary key,
  organization_id uuid not null references organizations on delete cascade,
  pricing jsonb not null,
  created_at timestamptz(3) not null default now()
);

-- Tell when the cost of an incident reaches an amount. Null project or type = any.
create table cost_alerts (
  id uuid primary key,
  organization_id uuid not null references organizations on delete cascade,
  project_id uuid references projects on delete cascade,
  type_id uuid references incident_types on delete cascade,
  name text not null,
  amount numeric(20,6) not null check (amount > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- response = people's time; total = with the other cost lines
  measure text not null default 'total' check (measure in ('response','total')),
  is_enabled boolean not null default true,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  unique (organization_id, name)
);
-- Once per crossing: \`number\` counts how often the cost came from below, \`told\` how many of them the incident has been told.
create table cost_crossings (
  incident_id uuid not null references incidents on delete cascade,
  alert_id uuid not null references cost_alerts on delete cascade,
  is_above boolean not null,
  number integer not null,
  told integer not null default 0,
  total numeric(20,6) not null,
  as_of timestamptz(3) not null,
  primary key (incident_id, alert_id)
);
create index cost_crossings_untold on cost_crossings (incident_id) where number > told;
`;
