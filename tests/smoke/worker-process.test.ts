import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from '../../models/connect.ts';
import { migrateUp } from '../../models/migrator.ts';
import { freePort } from '../../scripts/parts/ports.ts';
import { startStack, type Stack } from '../../scripts/parts/stack.ts';

const MAIN = new URL('../../worker/main.ts', import.meta.url).pathname;
let stack: Stack;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dispatch-worker-test-'));
  stack = await startStack({ folder: join(folder, 'stack') });
}, 120_000);
afterAll(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface RunningWorker {
  child: ChildProcess;
  port: number;
  output(): string;
  exit: Promise<number | null>;
  ready(): Promise<{ status: number; body: { checks?: Record<string, string> } } | null>;
  until(condition: () => Promise<boolean> | boolean, what: string): Promise<void>;
}

async function startWorker(env: Record<string, string> = {}): Promise<RunningWorker> {
  const port = await freePort();
  let output = '';
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], { env: { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], ...stack.env, WORKER_HEALTH_PORT: String(port), ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child, port, exit,
    output: () => output,
    ready: () => fetch(`http://127.0.0.1:${port}/readyz`).then(async (answer) => ({ status: answer.status, body: (await answer.json()) as { checks?: Record<string, string> } }), () => null),
    async until(condition, what) {
      for (let n = 0; n < 600; n += 1) {
        if (await condition()) return;
        await sleep(100);
      }
      child.kill('SIGKILL');
      throw new Error(`${what} did not happen; it said:\n${output}`);
    },
  };
}

describe('a worker process', () => {
  it('waits for the schema and for Temporal instead of dying, says what is missing, works, and stops in order', async () => {
    await stack.temporal?.stop();
    const worker = await startWorker();
    await worker.until(() => /not up to date/.test(worker.output()) && /cannot connect to Temporal/.test(worker.output()), 'saying what is missing');
    expect(worker.output()).toContain('npm run migrate');
    expect(await worker.ready()).toMatchObject({ status: 503, body: { checks: { database: 'ok', temporal: expect.stringContaining('not connected') } } });
    const { hostname, port, name, user, password } = stack.database;
    await migrateUp({ hostname, port, name, user, password, ssl: 'disable', sslCa: null, poolSize: 2 });
    await stack.temporal?.start();
    await worker.until(async () => (await worker.ready())?.status === 200, 'getting ready');

    await stack.temporal?.restart();
    await worker.until(async () => (await worker.ready())?.status === 200, 'coming back after Temporal');
    const began = Date.now();
    worker.child.kill('SIGTERM');
    expect(await worker.exit).toBe(0);
    expect(Date.now() - began).toBeLessThan(10_500);
    expect(worker.output()).not.toMatch(/"level":"(error|fatal)"/);
  }, 120_000);

  it('tells prometheus of its work, and closes its connections to the database when it stops', async () => {
    const [ours, temporal] = [await freePort(), await freePort()];
    const worker = await startWorker({ METRIC_PROVIDERS: 'prometheus', WORKER_METRICS_PORT: String(ours), TEMPORAL_METRICS_PORT: String(temporal), ENV_TAGS: 'region:REGION_OF_TEST', REGION_OF_TEST: 'north' });
    const asked = async (port: number) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    await worker.until(async () => (await worker.ready())?.status === 200, 'getting ready');
    await worker.until(async () => /dispatch_incidents\{(?=[^}]*stage="active")(?=[^}]*region="north")(?=[^}]*part="worker")[^}]*\} 0/.test(await asked(ours)), 'counting incidents');
    await worker.until(async () => /temporal_num_pollers\{(?=[^}]*region="north")[^}]*\} \d/.test(await asked(temporal)), 'measuring the SDK');
    worker.child.kill('SIGINT');
    expect(await worker.exit).toBe(0);
    const { hostname, port, name, user, password } = stack.database;
    const db = connect({ hostname, port, name, user, password, ssl: 'disable', sslCa: null, poolSize: 1 });
    const [rows] = await db.sequelize.query(`select 1 from pg_stat_activity where application_name = 'dispatch-worker'`);
    await db.close();
    expect(rows).toEqual([]);
  }, 90_000);

  it('stops also while it still waits', async () => {
    const worker = await startWorker({ TEMPORAL_ADDRESS: `127.0.0.1:${await freePort()}` });
    await worker.until(() => worker.output().includes('cannot connect to Temporal'), 'waiting');
    worker.child.kill('SIGTERM');
    expect(await worker.exit).toBe(0);
  }, 60_000);

  it('ends with one clear line for a wrong setting or a port that is taken', async () => {
    const wrong = await startWorker({ DATABASE_PORT: 'five' });
    expect(await wrong.exit).toBe(78);
    expect(wrong.output()).toMatch(/DATABASE_PORT: found "five"/);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const taken = await startWorker({ WORKER_HEALTH_PORT: String(address !== null && typeof address === 'object' ? address.port : 0) });
    expect(await taken.exit).toBe(4);
    expect(taken.output()).toContain('WORKER_HEALTH_PORT');
    await new Promise((resolve) => server.close(resolve));
  }, 60_000);
});
