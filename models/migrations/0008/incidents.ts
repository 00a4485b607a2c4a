/** What the cost of an incident is calculated from, and what else it cost. */
export const COST_OF_INCIDENTS = `
-- The parts of an incident's folded state that its cost depends on, kept beside it so that the pass reads no whole states.
create function cost_facts_of(state jsonb) returns jsonb language sql immutable parallel safe as $$
  select jsonb_build_object(
    'reportedAt', state->'reportedAt',
    'stages', state->'stages',
    'participants', (
      select jsonb_agg(jsonb_build_object('email', p->'email', 'roles', p->'roles') order by n)
      from jsonb_array_elements(case when jsonb_typeof(state->'participants') = 'array' then state->'participants' end) with ordinality as t(p, n)),
    'reviewOwner', state->'postmortem'->'owner'->'email',
    'rerated', state->'rerated')
$$;
alter table incidents add column cost_facts jsonb generated always as (cost_facts_of(state)) stored;

-- Costs that are not people's time, by hand or API; the ledger says who changed what when.
create table cost_lines (
  id uuid primary key,
  incident_id uuid not null references incidents on delete cascade,
  organization_id uuid not null references organizations on delete cascade,
  kind text not null check (kind in ('vendor','credits','downtime','opportunity','other')),
  amount numeric(20,6) not null,
  currency text not null,
  note text not null,
  at timestamptz(3) not null,
  added_by uuid references people,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create index cost_lines_incident on cost_lines (incident_id, at);
create index cost_lines_organization on cost_lines (organization_id, kind, at);

-- What people did elsewhere (a vendor's conversation), for the activity model; \`key\` makes a repeated delivery one.
create table recorded_activities (
  incident_id uuid not null references incidents on delete cascade,
  key text not null,
  email text not null check (email = lower(email)),
  kind text not null,
  at timestamptz(3) not null,
  recorded_at timestamptz(3) not null default now(),
  primary key (incident_id, key)
);

-- Everything people did in an incident; \`known_at\` = when we learned of it.
create view incident_activities as
  select m.incident_id, p.email, case when m.kind = 'command' then 'command' when m.reply_to is null then 'message' else 'reply' end as kind, m.created_at as at, m.created_at as known_at
    from messages m join people p on p.id = m.author_id where m.kind in ('person','command')
  union all
  select d.incident_id, p.email, 'documentEdit', r.created_at, r.created_at
    from document_revisions r join documents d on d.id = r.document_id join people p on p.id = r.author_id
  union all
  select e.incident_id, lower(e.actor->>'email'), 'taskChange', e.at, e.recorded_at
    from events e where e.kind in ('task.created','task.updated') and e.actor->>'kind' = 'person'
  union all
  select incident_id, email, kind, at, recorded_at from recorded_activities;
`;
