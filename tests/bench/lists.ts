import pg from 'pg';
import { EMBEDDED_DATABASE } from '../../scripts/parts/postgres.ts';
import type { RunningDispatch } from '../support/dispatch.ts';
import type { Row } from './report.ts';
import { timeEach } from './stats.ts';

/** Requests before those that count: a running API has compiled what it does often, one that has just started has not. */
const WARM_UP = 300;

/** An element of a list of words, another one for each `n`, as SQL. */
const pick = (words: readonly string[], by: string): string => `(array[${words.map((w) => `'${w}'`).join(',')}])[1 + (${by}) % ${words.length}]`;
const WHAT = ['Card payments', 'Search', 'Sign-in', 'Outgoing mail', 'CSV export', 'Checkout', 'Invoices', 'The mobile app', 'Image uploads', 'Webhooks', 'The data warehouse', 'Password reset', 'Push messages', 'The public API', 'Refunds', 'Address lookup', 'The status page', 'Live chat', 'Shipping labels', 'Currency rates'];
const HOW = ['times out', 'answers with errors', 'is slow', 'shows stale data', 'loses sessions', 'fails over and over', 'refuses new customers', 'fills its disk', 'drops one request in ten', 'sends everything twice', 'is under attack'];
const WHERE = ['in Frankfurt', 'in Dublin', 'in Singapore', 'for EU customers', 'for one tenant', 'behind the new balancer', 'since the last deploy'];

/** Copies one real incident until there are `count`, each with 10 participants; state and ledger stay the copied one's. */
async function fill(client: pg.Client, from: string, count: number): Promise<void> {
  const columns = (await client.query<{ column_name: string }>(`select column_name from information_schema.columns where table_name = 'incidents' and is_generated = 'NEVER'`)).rows.map((r) => r.column_name);
  const replaced: Record<string, string> = {
    id: 'gen_random_uuid()', key: `'BENCH-' || n`, title: `${pick(WHAT, 'n')} || ' ' || ${pick(HOW, 'n / 3')} || ' ' || ${pick(WHERE, 'n / 7')}`,
    reported_at: `now() - n * interval '7 minutes'`, stage: `(array['active','stable','closed','review'])[1 + n % 4]`, workflow_started_at: 'now()',
  };
  const list = columns.map((c) => (c in replaced ? replaced[c] : `i.${c}`)).join(', ');
  const have = Number((await client.query('select count(*) from incidents')).rows[0].count);
  await client.query(`insert into incidents (${columns.join(', ')}) select ${list} from incidents i, generate_series(${have + 1}, ${count}) n where i.id = $1`, [from]);
  await client.query(`insert into people (id, organization_id, email, name) select gen_random_uuid(), i.organization_id, 'bench' || n || '@example.com', 'Bench Person ' || n from incidents i, generate_series(1, 10) n where i.id = $1 on conflict do nothing`, [from]);
  await client.query(`insert into participants (incident_id, person_id, added_at, source) select i.id, p.id, i.reported_at, '{"kind":"added"}' from incidents i cross join people p where p.email like 'bench%' and i.key like 'BENCH-%' on conflict do nothing`);
  await client.query('analyze');
}

/** The list of 25 among 1,000 and 10,000 incidents with 10 participants each, beside the bare SQL for the same rows. */
export async function lists({ api, env }: RunningDispatch): Promise<Row[]> {
  const { id } = await api.declare({ title: 'Refunds fail for EU customers' });
  const client = new pg.Client({ host: '127.0.0.1', port: Number(env['DATABASE_PORT']), database: EMBEDDED_DATABASE, user: EMBEDDED_DATABASE, password: String(env['DATABASE_CREDENTIALS']).split(':')[1] });
  await client.connect();
  const rows: Row[] = [];
  for (const count of [1000, 10_000]) {
    await fill(client, id, count);
    const list = await timeEach(100, () => api.call('GET', '/incidents?limit=25'), WARM_UP);
    const bare = await timeEach(100, async () => {
      await client.query('select id, key, title, stage, severity_name, priority_name, type_name, project_name, tags, reported_at, participants_count from incidents where organization_id = (select id from organizations limit 1) order by reported_at desc, id desc limit 25');
      await client.query('select stage, count(*) from incidents where organization_id = (select id from organizations limit 1) group by stage');
    }, WARM_UP);
    const what = `list of 25 among ${count.toLocaleString('en')} incidents × 10 participants`;
    rows.push({ what, summary: list, value: list.median, unit: 'ms', aim: { limit: 20, words: '< 20 ms' }, peer: '0.7–1.3 s', note: null });
    rows.push({ what: `${what}, against the bare SQL`, summary: null, value: list.median / bare.median, unit: '×', aim: { limit: 3, words: '≤ 3 ×' }, peer: null, note: `bare SQL ${bare.median.toFixed(2)} ms` });
    const search = await timeEach(50, () => api.call('GET', '/incidents?limit=25&q=payments'), 5);
    rows.push({ what: `search in ${count.toLocaleString('en')} incidents`, summary: search, value: search.median, unit: 'ms', aim: null, peer: null, note: null });
  }
  const one = await timeEach(100, () => api.incident(id), WARM_UP);
  rows.push({ what: 'one incident, whole', summary: one, value: one.median, unit: 'ms', aim: null, peer: null, note: null });
  await client.end();
  return rows;
}
