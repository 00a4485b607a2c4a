/** Organization, people, access and process configuration. */
export const CONFIGURATION_TABLES = `
create extension if not exists pg_trgm;
create extension if not exists unaccent;

create table organizations (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null,
  created_at timestamptz(3) not null default now()
);

-- People of an organization; an account (below) with the same e-mail may sign in as that person.
create table people (
  id uuid primary key,
  organization_id uuid not null references organizations on delete cascade,
  email text not null check (email = lower(email)),
  name text not null,
  title text,
  team text,
  department text,
  location text,
  time_zone text,
  access_level text not null default 'member' check (access_level in ('member','manager','admin','owner')),
  is_active boolean not null default true,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  unique (organization_id, email)
);
create index people_name_trgm on people using gin (name gin_trgm_ops);

create table accounts (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  password_hash text,
  -- tokens issued before this moment are refused (password change, sign out everywhere)
  tokens_valid_from timestamptz(3) not null default now(),
  disabled_at timestamptz(3),
  created_at timestamptz(3) not null default now()
);

-- Bootstrap links, invitations, password resets: only the SHA-256 of the token is kept.
create table one_time_tokens (
  token_hash text primary key,
  purpose text not null check (purpose in ('bootstrap','invitation','reset')),
  organization_id uuid references organizations on delete cascade,
  email text,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  used_at timestamptz(3)
);

create table projects (
  id uuid primary key,
  organization_id uuid not null references organizations on delete cascade,
  name text not null,
  description text not null default '',
  key_prefix text not null check (key_prefix ~ '^[A-Z][A-Z0-9]{0,9}$'),
  next_number integer not null default 1,
  is_default boolean not null default false,
  is_enabled boolean not null default true,
  -- { conferenceUrlTemplate, annualEmployeeCost, businessHoursPerYear, currency, announcementAddresses: string[], welcomeText, staleHours, closeHours }
  settings jsonb not null default '{}',
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  unique (organization_id, name),
  unique (organization_id, key_prefix)
);
create unique index projects_one_default on projects (organization_id) where is_default;

create table incident_types (
  id uuid primary key,
  organization_id uuid not null references organizations on delete cascade,
  project_id uuid references projects on delete cascade,
  name text not null,
  description text not null default '',
  rank integer not null default 1,
  is_default boolean not null default false,
  is_enabled boolean not null default true,
  visibility text not null default 'open' check (visibility in ('open','restricted')),
  wants_postmortem boolean not null default true,
  review_due_days integer not null default 5 check (review_due_days between 1 and 365),
  -- Markdown templates with {{placeholders}}; null = the built-in one
  incident_template text,
  review_template text,
  ticket_metadata jsonb not null default '{}',
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  unique (organization_id, name)
);
create table incident_severities (
  id uuid primary key,
  organization_id uuid not null references organizations on delete cascade,
  project_id uuid references projects on delete cascade,
  name text not null,
  description text not null default '',
  rank integer not null,
  is_default boolean not null default false,
  is_enabled boolean not null default true,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  unique (organization_id, name)
);
create table incident_priorities (
  id uuid primary key,
  organization_id uuid not null references organizations on delete cascade,
  project_id uuid references projects on delete cascade,
  name text not null,
  description text not null default '',
  rank integer not null,
  is_default boolean not null default false,
  is_enabled boolean not null default true,
  tactical_report_minutes integer check (tactical_report_minutes between 5 and 10080),
  executive_report_minutes integer check (executive_report_minutes between 5 and 10080),
  page_commander boolean not null default false,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  unique (organization_id, name)
);
create table incident_roles (
  organization_id uuid not null references organizations on delete cascade,
  role text not null check (role in ('commander','reporter','scribe','liaison','participant','observer')),
  label text not null,
  description text not null default '',
  cost_multiplier numeric(6,3) not null check (cost_multiplier >= 0),
  updated_at timestamptz(3) not null default now(),
  primary key (organization_id, role)
);

create table services (
  id uuid primary key,
  organization_id uuid not null references organizations on delete cascade,
  project_id uuid references projects on delete cascade,
  name text not null,
  description text not null default '',
  is_enabled boolean not null default true,
  -- plugin that knows who is on call; builtin uses rotation
  oncall_plugin text not null default 'builtin',
  external_id text,
  -- { people: [email], startsAt: iso, hoursPerShift: number }
  rotation jsonb,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  unique (organization_id, name)
);

-- Who is asked in, when: match { types?, severities?, priorities?, projects?, tags? } (names; absent = any; lists = one of; tags = all of).
create table engagement_rules (
  id uuid primary key,
  organization_id uuid not null references organizations on delete cascade,
  project_id uuid references projects on delete cascade,
  name text not null,
  rank integer not null default 1,
  is_enabled boolean not null default true,
  match jsonb not null default '{}',
  target_kind text not null check (target_kind in ('service','person')),
  service_id uuid references services on delete cascade,
  person_id uuid references people on delete cascade,
  role text not null check (role in ('commander','scribe','liaison','participant','observer')),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  check ((target_kind = 'service') = (service_id is not null) and (target_kind = 'person') = (person_id is not null)),
  unique (organization_id, name)
);

-- Configured plugins. settings: { plain: {...}, secret: { name: {keyId, iv, tag, data} } }
create table plugin_instances (
  id uuid primary key,
  organization_id uuid not null references organizations on delete cascade,
  project_id uuid references projects on delete cascade,
  plugin_id text not null,
  is_enabled boolean not null default true,
  capabilities text[] not null default '{}',
  settings jsonb not null default '{}',
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create unique index plugin_instances_one on plugin_instances (organization_id, coalesce(project_id, '00000000-0000-0000-0000-000000000000'), plugin_id);
`;
