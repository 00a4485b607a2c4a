import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IncidentEvent } from '../../../domain/incident/events.ts';
import type { IncidentState } from '../../../domain/incident/state.ts';
import { loadEvents, verifyChain } from '../../../models/ledger-read.ts';
import { appendEvents, loadState } from '../../../models/ledger.ts';
import { select, selectOne, transaction } from '../../../models/sql.ts';
import { createIncidentWorld, type IncidentWorld } from '../../support/incident-world.ts';

let world: IncidentWorld;
beforeAll(async () => {
  world = await createIncidentWorld();
});
afterAll(() => world.stop());

function note(state: IncidentState, seq: number, { text = `note ${seq}`, key = `note/${seq}` } = {}): IncidentEvent<'note.added'> {
  const at = '2026-03-01T10:00:00.000Z';
  return { incidentId: state.id, seq, key, kind: 'note.added', at, recordedAt: at, actor: { kind: 'system', name: 'Test' }, data: { text } };
}

async function rowsOf(incidentId: string): Promise<Record<string, number>> {
  const row = await selectOne<Record<string, number>>(
    world.db,
    `select (select count(*)::int from events where incident_id = $1) as events, (select count(*)::int from changes where incident_id = $1) as changes,
       (select count(*)::int from participants where incident_id = $1) as participants, (select version from incidents where id = $1) as version`,
    [incidentId],
  );
  return row ?? {};
}

describe('declaring', () => {
  it('makes one incident of 20 requests with the same Idempotency-Key at once', async () => {
    const idempotency = { key: 'same', route: 'declare', requestHash: 'a' };
    const states = await Promise.all(Array.from({ length: 20 }, () => world.declare({ idempotency })));
    expect(new Set(states.map((s) => s.id)).size).toBe(1);
    expect(await rowsOf(states[0]?.id ?? '')).toMatchObject({ events: 1, version: 1, participants: 1 });
    const again = await world.declare({ idempotency });
    expect(again.id).toBe(states[0]?.id);
  });

  it('refuses the same Idempotency-Key for another request', async () => {
    await world.declare({ idempotency: { key: 'k1', route: 'declare', requestHash: 'a' } });
    await expect(world.declare({ idempotency: { key: 'k1', route: 'declare', requestHash: 'b' } })).rejects.toMatchObject({ code: 'idempotency-mismatch' });
  });

  it('gives every one of 25 at once a key of its own, without a gap', async () => {
    const before = Number((await world.declare()).key.split('-')[1]);
    const states = await Promise.all(Array.from({ length: 25 }, () => world.declare()));
    const numbers = states.map((s) => Number(s.key.split('-')[1])).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 25 }, (_, i) => before + 1 + i));
  });

  it('passes over keys that a ticket system took', async () => {
    const first = await world.declare();
    const number = Number(first.key.split('-')[1]);
    await select(world.db, 'insert into incident_keys (organization_id, key, incident_id) values ($1, $2, $3) returning key', [world.organizationId, `INC-${number + 1}`, first.id]);
    expect((await world.declare()).key).toBe(`INC-${number + 2}`);
  });

  it('leaves nothing behind when it fails', async () => {
    const stranger = { personId: randomUUID(), email: 'nobody@example.com', name: 'Nobody' };
    const idempotency = { key: 'fails', route: 'declare', requestHash: 'a' };
    await expect(world.declare({ reporter: stranger, idempotency })).rejects.toMatchObject({ code: 'unknown-reference' });
    expect((await world.declare({ idempotency })).version).toBe(1);
  });
});

describe('appending', () => {
  it('twice has one effect', async () => {
    const state = await world.declare();
    const events = [note(state, 2), note(state, 3)];
    expect((await appendEvents(world.db, state.id, events)).appended).toEqual([2, 3]);
    const once = await rowsOf(state.id);
    expect(await appendEvents(world.db, state.id, events)).toMatchObject({ version: 3, appended: [] });
    expect(await appendEvents(world.db, state.id, [...events, note(state, 4)])).toMatchObject({ version: 4, appended: [4] });
    expect(once).toMatchObject({ events: 3, version: 3 });
    expect(await rowsOf(state.id)).toMatchObject({ events: 4, version: 4 });
  });

  it('of the same events by ten writers at once has one effect', async () => {
    const state = await world.declare();
    const events = [note(state, 2), note(state, 3)];
    const results = await Promise.all(Array.from({ length: 10 }, () => appendEvents(world.db, state.id, events)));
    expect(results.filter((r) => r.appended.length > 0)).toHaveLength(1);
    expect(await verifyChain(world.db, state.id)).toMatchObject({ intact: true, events: 3 });
  });

  it.each([
    ['another key at a number that is taken', (s: IncidentState) => [note(s, 1, { key: 'other' })]],
    ['a number that leaves a gap', (s: IncidentState) => [note(s, 3)]],
    ['a key that another number has', (s: IncidentState) => [note(s, 2, { key: 'declare' })]],
  ])('refuses %s and changes nothing', async (_, make) => {
    const state = await world.declare();
    await expect(appendEvents(world.db, state.id, make(state))).rejects.toMatchObject({ code: 'conflict' });
    expect(await rowsOf(state.id)).toMatchObject({ events: 1, version: 1 });
  });

  it('to an incident that is not there is not-found', async () => {
    const state = await world.declare();
    await expect(appendEvents(world.db, randomUUID(), [note(state, 2)])).rejects.toMatchObject({ code: 'not-found' });
    await expect(loadState(world.db, randomUUID())).rejects.toMatchObject({ code: 'not-found' });
  });

  it('keeps any text, and what PostgreSQL cannot store falls out', async () => {
    const state = await world.declare();
    await appendEvents(world.db, state.id, [note(state, 2, { text: 'a\u0000b \ud800 ❤️ עברית “%_\\”' })]);
    const [event] = await loadEvents(world.db, state.id, { seqs: [2] });
    expect(event?.data).toEqual({ text: 'ab \ufffd ❤️ עברית “%_\\”' });
    expect(await verifyChain(world.db, state.id)).toMatchObject({ intact: true });
  });

  it('takes at most five round trips, whatever the number of events', async () => {
    const statements: string[] = [];
    const counted = await createIncidentWorld({ onStatement: (sql) => statements.push(sql) });
    try {
      const state = await counted.declare();
      statements.length = 0;
      await appendEvents(counted.db, state.id, Array.from({ length: 40 }, (_, i) => note(state, i + 2)));
      expect(statements.length).toBeLessThanOrEqual(5);
    } finally {
      await counted.stop();
    }
  });
});

describe('the hash chain', () => {
  async function chained(): Promise<IncidentState> {
    const state = await world.declare();
    await appendEvents(world.db, state.id, [note(state, 2), note(state, 3), note(state, 4)]);
    return state;
  }
  /** Changes the ledger as somebody with the database's password could: with its triggers off. */
  async function tamper(sql: string, incidentId: string): Promise<void> {
    await transaction(world.db, async (tx) => {
      await select(tx, `select set_config('session_replication_role', 'replica', true)`, []);
      await select(tx, `${sql} returning 1 as done`, [incidentId]);
    });
  }

  it('is intact, and its head moves with every event', async () => {
    const state = await chained();
    const before = await verifyChain(world.db, state.id);
    await appendEvents(world.db, state.id, [note(state, 5)]);
    const after = await verifyChain(world.db, state.id);
    expect([before.intact, after.intact, before.events, after.events]).toEqual([true, true, 4, 5]);
    expect(after.head).not.toBe(before.head);
  });

  it.each([
    ['a changed text', `update events set data = '{"text":"forged"}' where incident_id = $1 and seq = 3`, 3],
    ['a changed time', `update events set at = at + interval '1 second' where incident_id = $1 and seq = 2`, 2],
    ['a changed actor', `update events set actor = '{"kind":"system","name":"Forger"}' where incident_id = $1 and seq = 4`, 4],
    ['a removed event', 'delete from events where incident_id = $1 and seq = 3', 3],
    ['a cut-off end', 'delete from events where incident_id = $1 and seq = 4', 4],
    ['swapped events', 'update events set seq = case seq when 2 then 30 when 3 then 2 else seq end where incident_id = $1 and seq in (2, 3)', 2],
  ])('shows %s', async (_, sql, seq) => {
    const state = await chained();
    await tamper(sql, state.id);
    expect(await verifyChain(world.db, state.id)).toMatchObject({ intact: false, firstBrokenSeq: seq });
  });

  it('cannot be changed by accident', async () => {
    const state = await chained();
    await expect(select(world.db, `update events set kind = 'x' where incident_id = $1 returning seq`, [state.id])).rejects.toThrow('append-only');
    await expect(select(world.db, 'delete from events where incident_id = $1 returning seq', [state.id])).rejects.toThrow('append-only');
    await expect(world.db.sequelize.query('truncate events')).rejects.toThrow('append-only');
  });

  it('goes only together with its whole incident', async () => {
    const state = await chained();
    await select(world.db, 'delete from incidents where id = $1 returning id', [state.id]);
    expect(await loadEvents(world.db, state.id)).toEqual([]);
  });
});
