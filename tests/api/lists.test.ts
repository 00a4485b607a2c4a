import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import type { IncidentDetail, IncidentPage } from '../../api/contract/incidents.ts';
import { startApi, type Caller, type TestApi } from './support/api.ts';

type Page = z.infer<typeof IncidentPage>;
const statements: string[] = [];
let api: TestApi;
let ana: Caller;

beforeAll(async () => {
  api = await startApi({ onStatement: (sql) => void statements.push(sql) });
  ana = await api.person('ana');
  for (let i = 0; i < 30; i += 1) {
    const body = { title: `Incident ${String(i).padStart(2, '0')}`, description: i % 2 === 0 ? 'database replication lags' : 'd', severity: `Sev ${(i % 4) + 1}`, stage: ['active', 'stable', 'closed'][i % 3], tags: i % 5 === 0 ? ['five', 'Six'] : [], reportedAt: new Date(Date.UTC(2026, 0, 1 + i)).toISOString(), commanderEmail: i % 2 === 0 ? 'ana@example.com' : 'bo@example.com' };
    const reply = await ana.call('POST', '/incidents', body);
    expect(reply.status).toBe(201);
  }
});
afterAll(() => api.stop());

const get = async (query: string): Promise<Page> => {
  const reply = await ana.call<Page>('GET', `/incidents${query}`);
  expect([query, reply.status]).toEqual([query, 200]);
  return reply.body;
};

describe('the list of incidents', () => {
  it('shows the newest first, counts all, and by stage', async () => {
    const page = await get('');
    expect([page.data.length, page.total, page.data[0]?.title]).toEqual([25, 30, 'Incident 29']);
    expect(page.stages).toEqual({ active: 10, stable: 10, closed: 10 });
  });

  it.each(['reportedAt', '-reportedAt', 'severity', '-severity', 'priority', 'title', '-title', 'cost', 'updatedAt', '-updatedAt'])('comes page by page without loss or repetition when sorted by %s', async (sort) => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const page: Page = await get(`?sort=${sort}&limit=7${cursor}`);
      expect(page.total).toBe(30);
      seen.push(...page.data.map((i) => i.id));
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    expect(new Set(seen).size).toBe(30);
    expect(seen).toHaveLength(30);
  });

  it('refuses a cursor of another order', async () => {
    const { nextCursor } = await get('?sort=title&limit=5');
    expect((await ana.call('GET', `/incidents?sort=severity&cursor=${nextCursor}`)).status).toBe(400);
  });

  it.each([
    ['?stage=active', 10],
    ['?stage=active,stable', 20],
    ['?stage=active&stage=closed', 20],
    ['?severity=sev%201,Sev%202', 16],
    ['?commander=bo@example.com', 15],
    ['?commander=none', 0],
    ['?participant=bo@example.com', 15],
    ['?tag=five', 6],
    ['?type=Service%20outage&project=default', 30],
    ['?type=Nothing', 0],
    ['?visibility=restricted', 0],
    ['?reportedAfter=2026-01-21T00:00:00Z', 10],
    ['?reportedBefore=2026-01-02T00:00:00Z', 1],
    ['?reportedAfter=2026-01-03T01:00:00%2B01:00&reportedBefore=2026-01-05T00:00:00Z', 2],
    ['?q=replicating', 15],
    ['?q=Incident%2007', 1],
    ['?q=nothing%20like%20it%20anywhere', 0],
  ])('filters by %s', async (query, total) => {
    expect((await get(query)).total).toBe(total);
  });

  it('finds an incident by its key', async () => {
    const [first] = (await get('?limit=1')).data;
    expect((await get(`?q=${first?.key.toLowerCase()}`)).data.map((i) => i.id)).toContain(first?.id);
  });
});

describe('statements', () => {
  const count = async (work: () => Promise<unknown>): Promise<number> => {
    statements.length = 0;
    await work();
    return statements.length;
  };

  it('are few, and as many for long lists as for short ones', async () => {
    const one = await count(() => get('?limit=1'));
    expect(await count(() => get('?limit=100'))).toBe(one);
    expect(one).toBeLessThanOrEqual(2);
    const [first] = (await get('?limit=1')).data;
    expect(await count(() => ana.call('GET', `/incidents/${first?.id}`))).toBeLessThanOrEqual(4);
    expect(await count(() => ana.call<IncidentDetail>('POST', '/incidents', { title: 'T', description: 'd' }))).toBeLessThanOrEqual(14);
  });
});
