import type { RunSql } from './index.ts';

/** Tokens that were signed out before they expire; `expires_at` says when a row may be forgotten. */
export async function up(run: RunSql): Promise<void> {
  await run(`
    create table signed_out_tokens (
      token_id uuid primary key,
      expires_at timestamptz not null
    );
    create index signed_out_tokens_expires on signed_out_tokens (expires_at);
  `);
}

/** Removes the table; tokens that were signed out are valid again until they expire. */
export async function down(run: RunSql): Promise<void> {
  await run('drop table signed_out_tokens');
}
