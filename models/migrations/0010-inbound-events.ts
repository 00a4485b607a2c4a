import type { RunSql } from './index.ts';

/**
 * What vendors told us: stored before it is acknowledged, carried out once. A row whose `done_at` is null is still to be done, not before
 * `next_attempt_at`; one that was given up has both `done_at` and `last_error`.
 */
export async function up(run: RunSql): Promise<void> {
  await run(`
    create table inbound_events (
      id bigint generated always as identity primary key,
      organization_id uuid not null references organizations on delete cascade,
      project_id uuid,
      plugin_id text not null,
      event_id text not null,
      facts jsonb not null,
      received_at timestamptz(3) not null default now(),
      attempts integer not null default 0,
      next_attempt_at timestamptz(3) not null default now(),
      done_at timestamptz(3),
      last_error text,
      unique (organization_id, plugin_id, event_id)
    );
    create index inbound_events_due on inbound_events (next_attempt_at) where done_at is null;
    create index inbound_events_done on inbound_events (done_at) where done_at is not null;
    create index incident_resources_at_vendor on incident_resources (provider, external_id);
  `);
}

/** Removes the table; events that a vendor sends again are carried out again. */
export async function down(run: RunSql): Promise<void> {
  await run(`
    drop index incident_resources_at_vendor;
    drop table inbound_events;
  `);
}
