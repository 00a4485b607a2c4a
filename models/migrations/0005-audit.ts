import type { RunSql } from './index.ts';

/**
 * The audit log: who changed what, before and after, from where. Append-only for everybody who uses this schema, and hash-chained per
 * organization (rows without one form the installation's own chain), with the end of each chain in `audit_heads`.
 */
export async function up(run: RunSql): Promise<void> {
  await run(`
    create table audit_entries (
      id uuid primary key,
      -- no cascade: an organization with entries stays
      organization_id uuid references organizations,
      seq bigint not null,
      at timestamptz(3) not null,
      actor_kind text not null check (actor_kind in ('person','service','system')),
      actor_id text,
      actor_label text not null,
      action text not null check (action ~ '^[a-z][a-zA-Z]*(-[a-z]+)*\\.[a-z][a-zA-Z]*$'),
      subject_kind text not null,
      subject_id text,
      subject_label text not null,
      before jsonb,
      after jsonb,
      address text,
      user_agent text,
      request_id text,
      prev_hash text not null,
      hash text not null
    );
    create unique index audit_entries_chain on audit_entries (coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid), seq);
    create index audit_entries_newest on audit_entries (organization_id, seq desc);
    create index audit_entries_actor on audit_entries (organization_id, actor_id, seq desc);
    create index audit_entries_action on audit_entries (organization_id, action text_pattern_ops, seq desc);
    create index audit_entries_subject on audit_entries (organization_id, subject_id, seq desc);
    create index audit_entries_at on audit_entries (organization_id, at);

    -- the last entry of each chain; scope is the organization, or the nil UUID for the installation
    create table audit_heads (
      scope uuid primary key,
      seq bigint not null,
      hash text not null
    );

    create function audit_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'the audit log is append-only' using errcode = 'restrict_violation';
    end $$;
    create trigger audit_append_only before update or delete on audit_entries for each row execute function audit_is_append_only();
    create trigger audit_no_truncate before truncate on audit_entries for each statement execute function audit_is_append_only();
    create trigger audit_heads_stay before delete on audit_heads for each row execute function audit_is_append_only();
    create trigger audit_heads_no_truncate before truncate on audit_heads for each statement execute function audit_is_append_only();
  `);
}

/** Removes the audit log with its entries. */
export async function down(run: RunSql): Promise<void> {
  await run(`
    drop table audit_entries, audit_heads;
    drop function audit_is_append_only();
  `);
}
