import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fold } from '../../../domain/incident/evolve.ts';
import type { IncidentState } from '../../../domain/incident/state.ts';
import { seedDemo } from '../../../models/demo/index.ts';
import { canonicalJson } from '../../../models/hash.ts';
import { loadEvents, verifyChain } from '../../../models/ledger-read.ts';
import { select } from '../../../models/sql.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

const NOW = '2026-06-15T12:00:00.000Z';
let database: TestDatabase;
let tookMs = 0;
beforeAll(async () => {
  database = await createTestDatabase();
  const begun = performance.now();
  await seedDemo(database.db, { now: NOW });
  tookMs = performance.now() - begun;
}, 60_000);
afterAll(() => database.drop());

const count = async (sql: string) => (await select<{ n: number }>(database.db, `select count(*)::int as n from ${sql}`))[0]?.n ?? 0;

describe('the demo', () => {
  it('is there within 20 seconds, and only in an empty database', async () => {
    expect(tookMs).toBeLessThan(20_000);
    expect(await seedDemo(database.db, { now: NOW })).toBeNull();
    expect(await count('incidents')).toBe(120);
  });

  it('has ledgers that are intact and tables that are their fold', async () => {
    const rows = await select<{ id: string; state: IncidentState }>(database.db, 'select id, state from incidents');
    for (const { id, state } of rows) {
      expect(await verifyChain(database.db, id)).toMatchObject({ intact: true });
      expect(canonicalJson(fold(await loadEvents(database.db, id)))).toBe(canonicalJson(state));
    }
  });

  it('is the past: nothing happened after now', async () => {
    for (const [table, column] of [['events', 'at'], ['messages', 'created_at'], ['deliveries', 'created_at'], ['incidents', 'stage_since']]) {
      expect(await count(`${table} where ${column} > '${NOW}'`)).toBe(0);
    }
  });

  it('has something for every screen', async () => {
    const stages = await select<{ stage: string }>(database.db, 'select distinct stage from incidents order by stage');
    expect(stages.map((s) => s.stage)).toEqual(['active', 'closed', 'review', 'stable']);
    expect(await count('people')).toBe(45);
    expect(await count('services')).toBe(12);
    for (const some of ['engagement_rules', 'reports', `tasks where state = 'open'`, `incidents where visibility = 'restricted'`, `postmortems where state = 'scheduled'`, `deliveries where state = 'outbox'`, `incident_steps where state = 'failed'`, `event_overlays where pinned`]) {
      expect(await count(some)).toBeGreaterThan(0);
    }
    expect(await count('costs where total > 0 and as_of is not null')).toBe(120);
    expect(await count('(select title from incidents group by title having count(*) > 1) t')).toBe(0);
    expect(await count(`incidents i where stage in ('active', 'stable') and (select count(*) from messages m where m.incident_id = i.id) < 20`)).toBe(0);
  });

  it('leaves open incidents to their workflows, complete: every step has ended', async () => {
    expect(await count(`incidents where stage in ('active', 'stable') and workflow_started_at is not null`)).toBe(0);
    expect(await count(`incident_steps where state not in ('succeeded', 'failed')`)).toBe(0);
    expect(await count(`incidents i where stage <> 'closed' and (select count(*) from incident_resources r where r.incident_id = i.id) < 7`)).toBe(0);
    expect(await count(`incidents where workflow_started_at is null and stage = 'closed' and tasks_open = 0`)).toBe(0);
  });

  it('has people who were let in, so that they may do things in the stand-in for Slack too', async () => {
    expect(await count(`people where kind = 'person' and is_active and admitted_at is null`)).toBe(0);
  });

  it('tells the same stories for the same now', async () => {
    const again = await createTestDatabase();
    try {
      await seedDemo(again.db, { now: NOW });
      const told = async (db: TestDatabase['db']) =>
        (await select<{ told: string }>(db, `select string_agg(i.key || i.title || i.stage || (select k.total from costs k where k.incident_id = i.id) || e.told, E'\\n' order by i.key) as told from incidents i
           join lateral (select string_agg(kind || at::text, ',' order by seq) as told from events where incident_id = i.id) e on true`))[0]?.told;
      expect(await told(again.db)).toBe(await told(database.db));
    } finally {
      await again.drop();
    }
  }, 60_000);
});
