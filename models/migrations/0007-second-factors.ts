import type { RunSql } from './index.ts';

/** Second factors of people with their recovery codes, questions under way, proofs per session, and the policy of each organization. */
export async function up(run: RunSql): Promise<void> {
  await run(`
    create table mfa_policies (
      organization_id uuid primary key references organizations on delete cascade,
      policy text not null check (policy in ('off','enrolled','required')),
      step_up_minutes integer not null check (step_up_minutes between 1 and 240),
      updated_at timestamptz(3) not null default now()
    );

    create table mfa_factors (
      id uuid primary key,
      person_id uuid not null references people on delete cascade,
      plugin_id text not null,
      method text not null,
      name text not null,
      -- what the provider keeps (a TOTP secret, a public key), encrypted: { keyId, iv, tag, data }
      sealed jsonb not null,
      -- counts the changes of "sealed", so that of two answers with the same code only one is right
      revision integer not null default 1,
      created_at timestamptz(3) not null default now(),
      last_used_at timestamptz(3)
    );
    create index mfa_factors_person on mfa_factors (person_id, created_at);

    -- Only the SHA-256 of a code is kept: the codes are random, 80 bits.
    create table mfa_recovery_codes (
      person_id uuid not null references people on delete cascade,
      code_hash text not null,
      created_at timestamptz(3) not null default now(),
      used_at timestamptz(3),
      primary key (person_id, code_hash)
    );

    create table mfa_challenges (
      id uuid primary key,
      person_id uuid not null references people on delete cascade,
      purpose text not null check (purpose in ('enrolment','proof')),
      plugin_id text not null,
      method text not null,
      sealed jsonb not null,
      expires_at timestamptz(3) not null
    );
    create index mfa_challenges_expires on mfa_challenges (expires_at);

    -- Somebody whose password was right and whose second factor is awaited.
    create table mfa_sign_ins (
      ticket_hash text primary key,
      account_id uuid not null references accounts on delete cascade,
      person_id uuid not null references people on delete cascade,
      created_at timestamptz(3) not null default clock_timestamp(),
      expires_at timestamptz(3) not null
    );

    create table mfa_proofs (
      person_id uuid not null references people on delete cascade,
      session_hash text not null,
      method text not null,
      proven_at timestamptz(3) not null,
      primary key (person_id, session_hash)
    );
    create index mfa_proofs_at on mfa_proofs (proven_at);
  `);
}

/** Removes every second factor; people sign in with what they know alone. */
export async function down(run: RunSql): Promise<void> {
  await run('drop table mfa_proofs, mfa_sign_ins, mfa_challenges, mfa_recovery_codes, mfa_factors, mfa_policies');
}
