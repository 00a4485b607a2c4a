import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Viewer } from '../../../domain/access.ts';
import { postMessage } from '../../../models/messages.ts';
import { ensurePeople } from '../../../models/people.ts';
import { type IncidentListQuery, listIncidents } from '../../../models/read/list-incidents.ts';
import { listMessages } from '../../../models/read/messages.ts';
import { listPeople } from '../../../models/read/people.ts';
import { listTasks } from '../../../models/read/tasks.ts';
import { listTimeline } from '../../../models/read/timeline.ts';
import { select } from '../../../models/sql.ts';
import { createIncidentWorld, type IncidentWorld } from '../../support/incident-world.ts';

const COUNT = 40;
const SORTS = ['reportedAt', '-reportedAt', 'severity', '-severity', 'priority', '-priority', 'title', '-title', 'cost', '-cost', 'updatedAt', '-updatedAt'] as const;
const statements: string[] = [];
let world: IncidentWorld;
let viewer: Viewer;

beforeAll(async () => {
  world = await createIncidentWorld({ onStatement: (sql) => statements.push(sql) });
  viewer = await world.viewer('Vera');
  const severities = await select<{ id: string; name: string; rank: number }>(world.db, 'select id, name, rank from incident_severities order by rank');
  for (let n = 0; n < COUNT; n += 1) {
    // many equal values, so that only the tie-breakers keep the order
    const at = new Date(Date.UTC(2026, 0, 1 + (n % 5))).toISOString();
    const severity = severities[n % severities.length] ?? world.resolved.severity;
    const { id } = await world.declare({ title: `${['Search', 'search', 'Éclair', 'Zebra'][n % 4]} is slow`, severity, reportedAt: at, tags: [`n/${n % 3}`] });
    if (n % 3 === 0) await select(world.db, `update costs set total = $2, currency = 'USD', as_of = now() where incident_id = $1 returning incident_id`, [id, n % 2]);
  }
});
afterAll(() => world.stop());

async function walk(query: Partial<IncidentListQuery>, between: () => Promise<unknown> = async () => undefined): Promise<{ ids: string[]; totals: number[] }> {
  const ids: string[] = [];
  const totals: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await listIncidents(world.db, viewer, { limit: 7, sort: '-reportedAt', ...query, cursor });
    ids.push(...page.data.map((i) => i.id));
    totals.push(page.total);
    cursor = page.nextCursor ?? undefined;
    await between();
  } while (cursor !== undefined);
  return { ids, totals };
}

describe('the incident list', () => {
  it.each(SORTS)('sorted by %s gives every incident once, in one order', async (sort) => {
    const { ids, totals } = await walk({ sort });
    expect(ids).toHaveLength(COUNT);
    expect(new Set(ids).size).toBe(COUNT);
    expect(new Set(totals)).toEqual(new Set([COUNT]));
    const whole = await listIncidents(world.db, viewer, { limit: 200, sort });
    expect(ids).toEqual(whole.data.map((i) => i.id));
  });

  it('sorts by what it says', async () => {
    const { data } = await listIncidents(world.db, viewer, { limit: 200, sort: '-severity' });
    expect(data.map((i) => i.severityRank)).toEqual(data.map((i) => i.severityRank).sort((a, b) => b - a));
    const costs = (await listIncidents(world.db, viewer, { limit: 200, sort: '-cost' })).data.map((i) => Number(i.cost?.total ?? 0));
    expect(costs).toEqual([...costs].sort((a, b) => b - a));
    const times = (await listIncidents(world.db, viewer, { limit: 200, sort: 'reportedAt' })).data.map((i) => i.reportedAt);
    expect(times).toEqual([...times].sort());
  });

  it('stays stable while incidents are declared between the pages', async () => {
    const before = (await walk({})).ids;
    let declared = 0;
    const { ids } = await walk({}, async () => {
      declared += 1;
      await world.declare({ title: `Between ${declared}` });
    });
    expect(ids.filter((id) => before.includes(id))).toEqual(before);
    await select(world.db, `delete from incidents where title like 'Between %' returning id`);
  });

  it('is one statement, with its counts', async () => {
    statements.length = 0;
    const page = await listIncidents(world.db, viewer, { limit: 25, sort: '-severity', q: 'slow', tag: ['n/1'], stage: ['active'] });
    expect(statements).toHaveLength(1);
    expect(page.total).toBe(page.stages.active);
    expect(page.total).toBeGreaterThan(0);
  });

  it('counts when a page is empty, and finds nothing for what nobody wrote', async () => {
    expect(await listIncidents(world.db, viewer, { limit: 5, sort: '-reportedAt', q: 'zzzzqqqq' })).toEqual({ data: [], nextCursor: null, total: 0, stages: {} });
  });

  it.each([`%' or 1=1 --`, '\\', '"', "it's & | ! <-> :*", '(', 'a\u0000b', '💥', 'x'.repeat(200)])('takes the search %j as text', async (q) => {
    expect((await listIncidents(world.db, viewer, { limit: 5, sort: '-reportedAt', q })).total).toBe(0);
  });

  it.each([
    ['nonsense', 'abc'],
    ['another order', Buffer.from(JSON.stringify(['title', 'a', '2026-01-01T00:00:00.000Z', randomUUID()])).toString('base64url')],
    ['a wrong type', Buffer.from(JSON.stringify(['-reportedAt', 5, 'x', 'y'])).toString('base64url')],
    ['a time that is none', Buffer.from(JSON.stringify(['-reportedAt', '2026-13-45T00:00:00.000Z', '2026-01-01T00:00:00.000Z', randomUUID()])).toString('base64url')],
  ])('refuses a cursor of %s', async (_, cursor) => {
    await expect(listIncidents(world.db, viewer, { limit: 5, sort: '-reportedAt', cursor })).rejects.toMatchObject({ code: 'invalid-request', fields: [{ pointer: 'query:cursor' }] });
  });

  it('filters by names in any case, by ids, and by nobody', async () => {
    const total = async (query: Partial<IncidentListQuery>) => (await listIncidents(world.db, viewer, { limit: 1, sort: '-reportedAt', ...query })).total;
    expect(await total({ severity: ['sev 1', 'SEV 2'] })).toBe(COUNT / 2);
    expect(await total({ severity: [world.resolved.severity.id] })).toBe(COUNT / 4);
    expect(await total({ severity: ['Sev 9'] })).toBe(0);
    expect(await total({ commander: ['OMAR@example.com'], type: ['service outage'], project: ['Default'], priority: ['p3'] })).toBe(COUNT);
    expect(await total({ commander: ['none'] })).toBe(0);
    expect(await total({ participant: ['vera@example.com'] })).toBe(0);
    expect(await total({ reportedAfter: '2026-01-02T00:00:00.000Z', reportedBefore: '2026-01-03T00:00:00.000Z' })).toBe(COUNT / 5);
    await select(world.db, `update incident_severities set name = 'Catastrophe' where rank = 1 returning id`);
    expect([await total({ severity: ['Catastrophe'] }), await total({ severity: ['Sev 1'] })]).toEqual([COUNT / 4, COUNT / 4]);
  });
});

describe('other lists', () => {
  it('page a timeline forward and back by the time things happened', async () => {
    const nadia = await world.person('Nadia');
    const { id } = await world.declare();
    for (let n = 0; n < 12; n += 1) await world.command(id, 'addNote', { data: { text: `Finding ${n}`, at: new Date(Date.UTC(2026, 5, 1, 12 - n)).toISOString() }, by: nadia });
    const seqs = async (order: 'asc' | 'desc') => {
      const found: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await listTimeline(world.db, id, { limit: 5, order, cursor });
        expect(page.total).toBe(13);
        found.push(...page.data.map((r) => r.event.seq));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      return found;
    };
    const forward = await seqs('asc');
    expect(forward).toHaveLength(13);
    expect(await seqs('desc')).toEqual(forward.toReversed());
    expect((await listTimeline(world.db, id, { limit: 5, order: 'asc', q: 'finding 11' })).data.map((r) => r.event.data)).toEqual([{ text: 'Finding 11' }]);
    expect((await listTimeline(world.db, id, { limit: 5, order: 'asc', kind: ['incident'] })).total).toBe(1);
    expect((await listTimeline(world.db, id, { limit: 5, order: 'asc', q: 'text' })).total).toBe(0);
  });

  it('page a conversation back in time, and forward from what one has', async () => {
    const { id } = await world.declare();
    const positions: number[] = [];
    for (let n = 0; n < 11; n += 1) positions.push((await postMessage(world.db, { incidentId: id, key: `m${n}`, kind: 'person', author: null, authorName: 'A', body: `${n}` })).position);
    const newest = await listMessages(world.db, viewer, { incidentId: id, limit: 4 });
    const older = await listMessages(world.db, viewer, { incidentId: id, limit: 10, cursor: newest.nextCursor ?? '' });
    expect([...older.data, ...newest.data].map((m) => m.position)).toEqual(positions);
    expect(older.nextCursor).toBeNull();
    expect((await listMessages(world.db, viewer, { incidentId: id, limit: 10, after: positions[8] ?? 0 })).data.map((m) => m.body)).toEqual(['9', '10']);
  });

  it('page people by name without regard to accents, and tasks by their date', async () => {
    await ensurePeople(world.db, world.organizationId, [{ email: 'z@example.com', name: 'Zoë' }, { email: 'a@example.com', name: 'Álvaro' }, { email: 'b@example.com', name: 'Bea' }, { email: 's@example.com', name: 'سارا' }]);
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listPeople(world.db, world.organizationId, { limit: 2, cursor });
      names.push(...page.data.map((p) => p.name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(names.indexOf('Álvaro')).toBeLessThan(names.indexOf('Bea'));
    expect(new Set(names).size).toBe(names.length);
    expect((await listPeople(world.db, world.organizationId, { limit: 5, q: 'zoe' })).data.map((p) => p.name)).toEqual(['Zoë']);

    const omar = await world.person('Omar');
    const { id } = await world.declare();
    const dates = [null, '2026-04-02T00:00:00.000Z', '2026-04-01T00:00:00.000Z', null, '2026-04-01T00:00:00.000Z'];
    for (const dueAt of dates) await world.command(id, 'createTask', { data: { taskId: randomUUID(), title: 'Do', description: '', kind: 'response', assignee: omar, dueAt }, by: omar });
    const first = await listTasks(world.db, viewer, { limit: 3, assignee: ['omar@example.com'] });
    const rest = await listTasks(world.db, viewer, { limit: 3, assignee: ['omar@example.com'], cursor: first.nextCursor ?? '' });
    expect([...first.data, ...rest.data].map((t) => t.dueAt)).toEqual([dates[2], dates[2], dates[1], null, null]);
    expect((await listTasks(world.db, viewer, { limit: 9, overdue: true })).data).toHaveLength(3);
  });
});
