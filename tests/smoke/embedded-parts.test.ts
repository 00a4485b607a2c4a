import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startStack } from '../../scripts/parts/stack.ts';
import type { Stack } from '../../scripts/parts/stack.ts';
import { ROOT } from '../../scripts/setup/paths.mjs';
import { run } from '../../scripts/setup/run.mjs';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ ui: true });
}, 60_000);
afterAll(() => stack.stop());

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const { hostname, port, name, user, password } = stack.database;
  const client = new pg.Client({ host: hostname, port, database: name, user, password });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const node = (file: string, env: Record<string, string>, ...args: string[]) => {
  const clean = { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], ...stack.env, ...env };
  return run(process.execPath, ['--disable-warning=ExperimentalWarning', file, ...args], {
    cwd: ROOT,
    env: clean,
  });
};

interface Report {
  ok: boolean;
  findings: { name: string; state: string; detail: string; remedy: string | null }[];
}
const doctor = async (env: Record<string, string> = {}) => {
  const { code, stdout } = await node('scripts/doctor.ts', env, '--json');
  const { findings } = JSON.parse(stdout) as Report;
  return { code, faults: findings.filter(({ state }) => state === 'fault'), all: findings };
};

describe('the embedded Postgres', () => {
  it('asks for the password', async () => {
    const { port } = stack.database;
    const wrong = new pg.Client({
      host: '127.0.0.1',
      port,
      user: 'dispatch',
      password: 'wrong',
      database: 'dispatch',
    });
    await expect(wrong.connect()).rejects.toMatchObject({ code: '28P01' });
  });
  it('knows letters of every language, and the extensions that we need', async () => {
    await query('create extension if not exists pg_trgm');
    await query('create extension if not exists unaccent');
    const [row] = await query(
      "select lower('ÄÉ') as low, unaccent('Äé') as plain, similarity('störung', 'storung') > 0 as alike",
    );
    expect(row).toEqual({ low: 'äé', plain: 'Ae', alike: true });
  });
  it('is back with everything after SIGKILL', async () => {
    await query("create table kept as select 'before the kill' as what");
    await stack.postgres.kill('SIGKILL');
    expect(stack.postgres.pid()).toBeNull();
    await stack.postgres.start();
    expect(await query('select what from kept')).toEqual([{ what: 'before the kill' }]);
  });
});

describe('the embedded Temporal', () => {
  it('is back with its Schedules after SIGKILL, twice, and serves its UI', async () => {
    const first = await node('worker/setup.ts', {});
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining('cost') });
    for (const _ of [1, 2]) {
      await stack.temporal?.kill('SIGKILL');
      await stack.temporal?.start();
    }
    expect(await node('worker/setup.ts', {})).toMatchObject({ code: 0, stdout: 'up to date\n' });
    expect((await fetch(stack.uiUrl ?? '')).status).toBe(200);
  }, 60_000);
});

describe('migrating', () => {
  it('says what it did, does it once, and waits for another who does it', async () => {
    const [one, other] = await Promise.all([node('scripts/migrate.ts', {}), node('scripts/migrate.ts', {})]);
    expect([one.code, other.code]).toEqual([0, 0]);
    expect(`${one.stdout}${other.stdout}`.match(/organization default created/g)).toHaveLength(1);
    expect((await node('scripts/migrate.ts', {})).stdout).toBe('up to date\n');
  });
  it('names what is wrong, and ends with the exit code for it', async () => {
    const refused = await node('scripts/migrate.ts', { DATABASE_CREDENTIALS: 'dispatch:wrong' });
    expect(refused.code).toBe(7);
    expect(refused.stdout).toContain('Correct DATABASE_CREDENTIALS');
    expect(refused.stdout).not.toContain('wrong');
    expect((await node('scripts/migrate.ts', { DATABASE_PORT: 'x' })).code).toBe(78);
  });
});

describe('the doctor', () => {
  it('finds only that no worker runs', async () => {
    const { code, faults, all } = await doctor();
    expect(faults.filter(({ name }) => !['Web', 'Packages'].includes(name)).map(({ name }) => name)).toEqual([
      'Workers',
    ]);
    expect(code).toBe(1);
    expect(all.find(({ name }) => name === 'Schema')?.detail).toContain('up to date');
  });
  it.each([
    ['Postgres', { DATABASE_PORT: '1' }, 'Start PostgreSQL'],
    ['Temporal', { TEMPORAL_ADDRESS: '127.0.0.1:1' }, 'TEMPORAL_ADDRESS'],
    ['Temporal', { TEMPORAL_NAMESPACE: 'nowhere' }, 'TEMPORAL_NAMESPACE'],
    ['Mail', { SMTP_HOST: '127.0.0.1', SMTP_PORT: '1' }, 'SMTP'],
    ['Settings', { PORT: 'eight' }, 'a whole number'],
  ])(
    'names %s as the fault of %j, and the remedy',
    async (name, env, remedy) => {
      const { faults } = await doctor(env);
      expect(faults.find((fault) => fault.name === name)?.remedy).toContain(remedy);
    },
    30_000,
  );
});
