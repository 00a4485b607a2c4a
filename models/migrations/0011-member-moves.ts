import type { RunSql } from './index.ts';

/** Finds who came into a conversation or left it, so that what a vendor tells in the wrong order is recognized. */
export async function up(run: RunSql): Promise<void> {
  await run(`create index inbound_events_moves on inbound_events ((facts->0->'person'->>'email'), (facts->0->>'conversationId')) where facts->0->>'kind' in ('member-joined', 'member-left')`);
}

/** Removes the index. */
export async function down(run: RunSql): Promise<void> {
  await run('drop index inbound_events_moves');
}
