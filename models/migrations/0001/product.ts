/** The product's own conversation, documents, files, mail outbox, and the plumbing of live updates and idempotency. */
export const PRODUCT_TABLES = `
-- Objects of plugins/builtin (conversation, storage, ticket, conference, group, page), found again by their mark.
create table builtin_objects (
  id uuid primary key,
  incident_id uuid not null references incidents on delete cascade,
  mark text not null unique,
  kind text not null,
  name text not null,
  data jsonb not null default '{}',
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create index builtin_objects_incident on builtin_objects (incident_id, kind);
create table builtin_members (
  object_id uuid not null references builtin_objects on delete cascade,
  email text not null,
  name text not null,
  added_at timestamptz(3) not null default now(),
  primary key (object_id, email)
);

create table messages (
  position bigserial primary key,
  id uuid not null unique,
  incident_id uuid not null references incidents on delete cascade,
  -- unique per incident: client id or the poster's key, so that a retry posts once
  key text not null,
  kind text not null check (kind in ('person','system','command')),
  author_id uuid references people,
  author_name text not null,
  body text not null,
  -- null = everybody; else only these e-mails see it
  only_for text[],
  mentions text[] not null default '{}',
  buttons jsonb not null default '[]',
  file_ids uuid[] not null default '{}',
  reply_to uuid,
  pinned boolean not null default false,
  created_at timestamptz(3) not null default now(),
  edited_at timestamptz(3),
  deleted_at timestamptz(3),
  unique (incident_id, key)
);
create index messages_incident on messages (incident_id, position desc);

create table files (
  id uuid primary key,
  incident_id uuid not null references incidents on delete cascade,
  name text not null,
  media_type text not null,
  size integer not null,
  sha256 text not null,
  uploaded_by uuid references people,
  created_at timestamptz(3) not null default now(),
  deleted_at timestamptz(3)
);
create index files_incident on files (incident_id, created_at);
create table file_contents (
  file_id uuid primary key references files on delete cascade,
  content bytea not null
);

create table documents (
  id uuid primary key,
  incident_id uuid not null references incidents on delete cascade,
  mark text not null unique,
  kind text not null check (kind in ('incident','review','executive')),
  title text not null,
  -- Markdown with {{placeholders}}; "placeholder_values" are rendered in when read
  body text not null,
  placeholder_values jsonb not null default '{}',
  revision integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create index documents_incident on documents (incident_id, kind);
create table document_revisions (
  document_id uuid not null references documents on delete cascade,
  revision integer not null,
  body text not null,
  author_id uuid references people,
  author_name text not null,
  created_at timestamptz(3) not null default now(),
  primary key (document_id, revision)
);

-- Every outbound message, once: insert pending, send, mark sent.
create table deliveries (
  id uuid primary key,
  organization_id uuid not null references organizations on delete cascade,
  incident_id uuid references incidents on delete cascade,
  key text not null unique,
  channel text not null check (channel in ('email','conversation')),
  message text not null,
  recipient text not null,
  recipient_name text not null default '',
  subject text not null,
  html text not null default '',
  text text not null,
  -- a calendar entry that goes along: { method, ics }
  calendar jsonb,
  state text not null check (state in ('pending','sent','outbox','failed')),
  provider text,
  attempts integer not null default 0,
  -- a pending one is somebody's until then, or waits for its next try
  next_attempt_at timestamptz(3),
  last_error text,
  created_at timestamptz(3) not null default now(),
  sent_at timestamptz(3)
);
create index deliveries_org on deliveries (organization_id, created_at desc, id);
create index deliveries_pending on deliveries (next_attempt_at) where state = 'pending';

create table idempotency_keys (
  organization_id uuid not null references organizations on delete cascade,
  key text not null,
  route text not null,
  request_hash text not null,
  incident_id uuid references incidents on delete cascade,
  response jsonb,
  created_at timestamptz(3) not null default now(),
  primary key (organization_id, route, key)
);

create table changes (
  position bigserial primary key,
  organization_id uuid not null references organizations on delete cascade,
  incident_id uuid references incidents on delete cascade,
  topic text not null,
  entity_id text,
  at timestamptz(3) not null default clock_timestamp()
);
create index changes_at on changes (at);
-- every row tells the listening API processes, when its transaction commits
create function tell_listeners() returns trigger language plpgsql as $$
begin
  perform pg_notify('dispatch_live', new.position::text);
  return null;
end $$;
create trigger changes_notify after insert on changes for each row execute function tell_listeners();
`;
