import type { RunSql } from './index.ts';

const CALLERS = `
-- services are people-like callers that cannot sign in; admitted_at null = known by name only (somebody put them into an incident), not yet let in
alter table people
  add column kind text not null default 'person' check (kind in ('person','service')),
  add column admitted_at timestamptz(3);
update people p set admitted_at = p.created_at where p.access_level <> 'member' or exists (select 1 from accounts a where a.email = p.email);

create table sessions (
  id uuid primary key,
  account_id uuid not null references accounts on delete cascade,
  provider text not null,
  address text,
  user_agent text,
  created_at timestamptz(3) not null default now(),
  -- written at most once a minute
  last_seen_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  ended_at timestamptz(3)
);
create index sessions_account on sessions (account_id) where ended_at is null;
create index sessions_expires on sessions (expires_at);

-- only the SHA-256 of a token is kept; hint = its first characters, to tell tokens apart
create table api_tokens (
  id uuid primary key,
  organization_id uuid not null references organizations on delete cascade,
  person_id uuid not null references people on delete cascade,
  name text not null,
  hint text not null,
  token_hash text not null unique,
  scopes text[] not null,
  created_by uuid references people on delete set null,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  last_used_at timestamptz(3),
  last_used_address text,
  revoked_at timestamptz(3)
);
create index api_tokens_person on api_tokens (person_id, created_at desc);
`;

const JOINING = `
create table registrations (
  id uuid primary key,
  organization_id uuid not null references organizations on delete cascade,
  email text not null check (email = lower(email)),
  name text not null,
  -- how they came: registration, or the sign-in provider
  via text not null,
  state text not null default 'pending' check (state in ('pending','approved','refused')),
  created_at timestamptz(3) not null default now(),
  decided_at timestamptz(3),
  decided_by uuid references people on delete set null,
  unique (organization_id, email)
);
create index registrations_pending on registrations (organization_id, created_at) where state = 'pending';

create table invitations (
  id uuid primary key,
  organization_id uuid not null references organizations on delete cascade,
  email text not null check (email = lower(email)),
  name text not null,
  access_level text not null check (access_level in ('member','manager','admin','owner')),
  invited_by uuid references people on delete set null,
  created_at timestamptz(3) not null default now(),
  -- when the last link was made or mailed, and until when it works
  sent_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  accepted_at timestamptz(3),
  revoked_at timestamptz(3)
);
create unique index invitations_open on invitations (organization_id, email) where accepted_at is null and revoked_at is null;

alter table one_time_tokens
  add column name text,
  add column invitation_id uuid references invitations on delete cascade,
  drop constraint one_time_tokens_purpose_check,
  add constraint one_time_tokens_purpose_check check (purpose in ('bootstrap','invitation','reset','registration'));
create index one_time_tokens_email on one_time_tokens (email);

-- failed or costly tries, counted for all API processes together; keys are hashed
create table sign_in_attempts (
  key text primary key,
  count integer not null,
  last_at timestamptz(3) not null default clock_timestamp()
);
create index sign_in_attempts_last on sign_in_attempts (last_at);

-- draft: what the worker writes the mail from when it sends it; is_private: holds a personal link, which only its reader should see
alter table deliveries add column draft jsonb, add column is_private boolean not null default false;
`;

/** Sign-in: who was let in, sessions, API tokens, service accounts, registrations, invitations, counted tries, and mails that are written by the worker. */
export async function up(run: RunSql): Promise<void> {
  await run(CALLERS);
  await run(JOINING);
}

/** Removes what {@link up} made: sessions, API tokens, service accounts, registrations and invitations are lost. */
export async function down(run: RunSql): Promise<void> {
  await run(`
    delete from deliveries where draft is not null;
    alter table deliveries drop column draft, drop column is_private;
    drop table sign_in_attempts;
    delete from one_time_tokens where purpose = 'registration' or invitation_id is not null;
    alter table one_time_tokens
      drop column name,
      drop column invitation_id,
      drop constraint one_time_tokens_purpose_check,
      add constraint one_time_tokens_purpose_check check (purpose in ('bootstrap','invitation','reset'));
    drop table invitations, registrations, api_tokens, sessions;
    update people set is_active = false where kind = 'service';
    alter table people drop column kind, drop column admitted_at;
  `);
}
