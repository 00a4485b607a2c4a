import type { RunSql } from './index.ts';

/** Nonces of sign-ins that were carried out, so that the same answer of a provider works once; `expires_at` says when a row may be forgotten. */
export async function up(run: RunSql): Promise<void> {
  await run(`
    create table spent_nonces (
      nonce_hash text primary key,
      expires_at timestamptz not null
    );
    create index spent_nonces_expires on spent_nonces (expires_at);
  `);
}

/** Removes the table; a sign-in of the last ten minutes could be repeated by whoever holds its tokens and its browser's cookie. */
export async function down(run: RunSql): Promise<void> {
  await run('drop table spent_nonces');
}
