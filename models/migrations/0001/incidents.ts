/** Incidents: the projection people read, and the ledger it is folded from. Times keep milliseconds, as ISO strings in JSON do, so that cursors compare exactly. */
export const INCIDENT_TABLES = `
create table incidents (
  id uuid primary key,
  organization_id uuid not null references organizations on delete cascade,
  project_id uuid not null references projects,
  key text not null,
  title text not null,
  description text not null,
  resolution text,
  stage text not null check (stage in ('active','stable','closed','review')),
  visibility text not null check (visibility in ('open','restricted')),
  type_id uuid not null references incident_types,
  severity_id uuid not null references incident_severities,
  priority_id uuid not null references incident_priorities,
  -- names and ranks copied so that lists sort and filter on one table
  type_name text not null,
  severity_name text not null,
  severity_rank integer not null,
  priority_name text not null,
  priority_rank integer not null,
  project_name text not null,
  reporter_id uuid references people,
  commander_id uuid references people,
  commander_email text,
  tags text[] not null default '{}',
  reported_at timestamptz(3) not null,
  declared_at timestamptz(3) not null default now(),
  stage_since timestamptz(3) not null,
  stable_at timestamptz(3),
  closed_at timestamptz(3),
  review_at timestamptz(3),
  last_activity_at timestamptz(3) not null,
  last_report_at timestamptz(3),
  last_report_text text,
  next_report_due_at timestamptz(3),
  review_due_at timestamptz(3),
  tasks_open integer not null default 0,
  tasks_total integer not null default 0,
  participants_count integer not null default 0,
  -- present participants, for access checks in one row
  participant_ids uuid[] not null default '{}',
  cost_total numeric(20,6),
  cost_currency text,
  cost_as_of timestamptz(3),
  -- fold of the ledger (domain IncidentState) and its version
  state jsonb not null,
  version integer not null,
  workflow_started_at timestamptz(3),
  workflow_run_id text,
  search tsvector generated always as (
    setweight(to_tsvector('simple', key), 'A') || setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', description), 'B')
  ) stored,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  unique (organization_id, key)
);
-- state, description and search go out of line early: lists and counts then read a few hundred bytes a row
alter table incidents set (toast_tuple_target = 512);
create index incidents_reported on incidents (organization_id, reported_at desc, id desc);
-- counts by stage without reading rows
create index incidents_counts on incidents (organization_id, visibility, stage);
create index incidents_stage on incidents (organization_id, stage, reported_at desc, id desc);
create index incidents_severity on incidents (organization_id, severity_rank, reported_at desc, id desc);
create index incidents_priority on incidents (organization_id, priority_rank, reported_at desc, id desc);
create index incidents_by_title on incidents (organization_id, lower(title), reported_at desc, id desc);
create index incidents_cost on incidents (organization_id, coalesce(cost_total, 0), reported_at desc, id desc);
create index incidents_updated on incidents (organization_id, updated_at, reported_at desc, id desc);
create index incidents_search on incidents using gin (search);
create index incidents_title_trgm on incidents using gin (title gin_trgm_ops);
create index incidents_tags on incidents using gin (tags);
create index incidents_commander on incidents (commander_id);
create index incidents_participants on incidents using gin (participant_ids);
create index incidents_not_started on incidents (created_at) where workflow_started_at is null;

-- Titles with a word like this one, for searches with a typing error: a lower bar than the session's, so the index can still be used.
create function incidents_titled_like(organization uuid, word text) returns setof uuid language sql stable set pg_trgm.word_similarity_threshold = 0.54
  as 'select id from incidents where organization_id = $1 and $2 <% title';

-- Every key an incident has ever answered to.
create table incident_keys (
  organization_id uuid not null references organizations on delete cascade,
  key text not null,
  incident_id uuid not null references incidents on delete cascade,
  primary key (organization_id, key)
);
create index incident_keys_incident on incident_keys (incident_id);

create table participants (
  incident_id uuid not null references incidents on delete cascade,
  person_id uuid not null references people,
  added_at timestamptz(3) not null,
  removed_at timestamptz(3),
  source jsonb not null,
  primary key (incident_id, person_id)
);
create index participants_person on participants (person_id);
create table participant_roles (
  incident_id uuid not null references incidents on delete cascade,
  person_id uuid not null references people,
  role text not null,
  from_at timestamptz(3) not null,
  to_at timestamptz(3),
  primary key (incident_id, person_id, role, from_at)
);

create table incident_resources (
  incident_id uuid not null references incidents on delete cascade,
  kind text not null,
  provider text not null,
  external_id text not null,
  url text,
  name text not null,
  state text not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  primary key (incident_id, kind)
);

-- Live state of the automation; attempts and errors are written by the worker at each try, the rest by the ledger's fold.
create table incident_steps (
  incident_id uuid not null references incidents on delete cascade,
  step text not null,
  run integer not null default 1,
  position integer not null default 0,
  title text not null,
  needs text[] not null default '{}',
  state text not null default 'pending' check (state in ('pending','running','waiting','succeeded','failed','skipped')),
  attempts integer not null default 0,
  last_error text,
  next_attempt_at timestamptz(3),
  started_at timestamptz(3),
  finished_at timestamptz(3),
  note text,
  primary key (incident_id, step)
);

-- The append-only, hash-chained ledger.
create table events (
  position bigserial primary key,
  incident_id uuid not null references incidents on delete cascade,
  seq integer not null,
  key text not null,
  kind text not null,
  at timestamptz(3) not null,
  recorded_at timestamptz(3) not null,
  actor jsonb not null,
  data jsonb not null,
  prev_hash text not null,
  hash text not null,
  unique (incident_id, seq),
  unique (incident_id, key)
);
create index events_timeline on events (incident_id, at, seq);
create function events_are_append_only() returns trigger language plpgsql as $$
begin
  -- rows go only together with their whole incident
  if tg_op = 'DELETE' and not exists (select 1 from incidents where id = old.incident_id) then return old; end if;
  raise exception 'events is append-only: % refused', tg_op;
end $$;
create trigger events_append_only before update or delete on events for each row execute function events_are_append_only();
create trigger events_no_truncate before truncate on events for each statement execute function events_are_append_only();

-- What people added on top of events; the ledger itself is never rewritten.
create table event_overlays (
  incident_id uuid not null references incidents on delete cascade,
  seq integer not null,
  pinned boolean not null default false,
  amended_text text,
  amended_by text,
  amended_at timestamptz(3),
  primary key (incident_id, seq)
);

create table tasks (
  id uuid primary key,
  incident_id uuid not null references incidents on delete cascade,
  organization_id uuid not null references organizations on delete cascade,
  title text not null,
  description text not null default '',
  kind text not null,
  state text not null,
  assignee_id uuid references people,
  due_at timestamptz(3),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  done_at timestamptz(3)
);
create index tasks_incident on tasks (incident_id, created_at);
create index tasks_assignee on tasks (assignee_id, state, due_at);
create index tasks_org on tasks (organization_id, state, due_at);

create table reports (
  id uuid primary key,
  incident_id uuid not null references incidents on delete cascade,
  seq integer not null,
  kind text not null,
  body jsonb not null,
  author_id uuid references people,
  author_name text not null,
  posted_at timestamptz(3) not null
);
create index reports_incident on reports (incident_id, posted_at desc);

create table postmortems (
  id uuid primary key,
  incident_id uuid not null unique references incidents on delete cascade,
  organization_id uuid not null references organizations on delete cascade,
  state text not null check (state in ('drafting','scheduled','published')),
  owner_id uuid references people,
  document_id uuid,
  meeting_at timestamptz(3),
  meeting_url text,
  due_at timestamptz(3) not null,
  published_at timestamptz(3),
  published_by uuid references people,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);

create table costs (
  incident_id uuid primary key references incidents on delete cascade,
  -- null = never calculated, only an error yet
  total numeric(20,6),
  currency text,
  as_of timestamptz(3),
  lines jsonb not null,
  inputs_hash text not null,
  -- the ledger's version and the rates and multipliers it was calculated from; a closed incident keeps its rates
  version integer not null default 0,
  pricing jsonb,
  last_error text,
  updated_at timestamptz(3) not null default now()
);

create table feedback (
  id uuid primary key,
  incident_id uuid not null references incidents on delete cascade,
  person_id uuid references people,
  rating integer not null check (rating between 1 and 5),
  text text not null default '',
  created_at timestamptz(3) not null default now(),
  unique (incident_id, person_id)
);
`;
