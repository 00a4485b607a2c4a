import type { RunSql } from './index.ts';

/** Keeps what administrators said about getting started: which items are right as they are, and that it is put away. */
export async function up(run: RunSql): Promise<void> {
  await run(`alter table organizations add column setup_settled text[] not null default '{}', add column setup_put_away_at timestamptz(3)`);
}

/** Forgets it. */
export async function down(run: RunSql): Promise<void> {
  await run('alter table organizations drop column setup_settled, drop column setup_put_away_at');
}
