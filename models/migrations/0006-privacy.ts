import type { RunSql } from './index.ts';

/** Retention (per project, with legal holds and tombstones of what was purged) and the erasure of people's data. */
export async function up(run: RunSql): Promise<void> {
  await run(`
    -- days after closing until an incident is purged; null = never
    alter table projects add column retention_days integer check (retention_days between 1 and 36500);

    -- "restrict": nothing, not even a mistake, deletes an incident while it is held
    create table legal_holds (
      incident_id uuid primary key references incidents on delete restrict,
      reason text not null,
      placed_by uuid references people,
      placed_at timestamptz(3) not null default now()
    );

    -- What is left of a purged incident: that there was one, and what became of it. No titles, no names.
    create table purged_incidents (
      incident_id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      project_id uuid references projects on delete set null,
      project_name text not null,
      key text not null,
      former_keys text[] not null default '{}',
      visibility text not null,
      declared_at timestamptz(3) not null,
      closed_at timestamptz(3) not null,
      purged_at timestamptz(3) not null default now(),
      -- the policy's days, or null when a person purged it by hand
      retention_days integer,
      purged_by text not null,
      -- rows removed, by what they were: { events: 120, messages: 14, … }
      counts jsonb not null,
      -- objects that stay at their providers: [{ kind, provider, externalId, url }]
      resources jsonb not null,
      ledger_head text not null
    );
    create index purged_incidents_newest on purged_incidents (organization_id, purged_at desc, incident_id);
    create index incidents_closed_at on incidents (project_id, closed_at) where closed_at is not null;

  `);
  await erasure(run);
}

async function erasure(run: RunSql): Promise<void> {
  await run(`
    create table erasures (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      person_id uuid not null references people,
      state text not null default 'running' check (state in ('running','done')),
      requested_by text not null,
      requested_at timestamptz(3) not null default now(),
      finished_at timestamptz(3),
      -- the last incident that was gone through, and in how many something was erased
      cursor uuid,
      incidents integer not null default 0,
      last_error text,
      -- what has to be found: { emails, names }; removed when it is done
      subject jsonb,
      check ((state = 'done') = (subject is null))
    );
    create unique index erasures_one_running on erasures (person_id) where state = 'running';
    create index erasures_newest on erasures (organization_id, requested_at desc);

    -- An event changes only in the transaction that adds an erasure naming it, and keeps its place, its times and its hash.
    create or replace function events_are_append_only() returns trigger language plpgsql as $$
    begin
      -- rows go only together with their whole incident
      if tg_op = 'DELETE' and not exists (select 1 from incidents where id = old.incident_id) then return old; end if;
      if tg_op = 'UPDATE'
        and (new.position, new.incident_id, new.seq, new.key, new.kind, new.at, new.recorded_at, new.prev_hash, new.hash)
          = (old.position, old.incident_id, old.seq, old.key, old.kind, old.at, old.recorded_at, old.prev_hash, old.hash)
        and exists (select 1 from events e where e.incident_id = old.incident_id and e.kind = 'person.erased' and e.seq > old.seq
          and e.xmin::text = (pg_current_xact_id()::xid)::text and e.data -> 'redactions' ? old.seq::text)
        then return new; end if;
      raise exception 'events is append-only: % refused', tg_op;
    end $$;
  `);
}

/** Removes retention, holds, tombstones and erasures; what was purged or erased does not come back. */
export async function down(run: RunSql): Promise<void> {
  await run(`
    create or replace function events_are_append_only() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' and not exists (select 1 from incidents where id = old.incident_id) then return old; end if;
      raise exception 'events is append-only: % refused', tg_op;
    end $$;
    drop table erasures, purged_incidents, legal_holds;
    drop index incidents_closed_at;
    alter table projects drop column retention_days;
  `);
}
