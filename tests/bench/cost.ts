import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DatabaseSettings } from '../../config/config.ts';
import { MINUTE, plus } from '../../domain/time.ts';
import { connect } from '../../models/connect.ts';
import { migrateUp } from '../../models/migrator.ts';
import { openLog } from '../../scripts/parts/logs.ts';
import { freePort } from '../../scripts/parts/ports.ts';
import { createPostgres, EMBEDDED_DATABASE } from '../../scripts/parts/postgres.ts';
import { fillIncidents } from './cost-data.ts';
import type { Row } from './report.ts';

/** One pass over all incidents. */
export interface PassFigures {
  milliseconds: number;
  statements: number;
  written: number;
}
interface Measured {
  first: PassFigures;
  moved: PassFigures;
  still: PassFigures;
  peakMegabytes: number;
}

/** After everything that the incidents' people did. */
const FIRST = '2026-03-20T08:00:00.000Z';
const CHILD = new URL('./cost-child.ts', import.meta.url).pathname;
/** The peer's hourly job on the same kind of machine. */
const PEER: Record<number, { time: string; statements: string; memory: string }> = {
  1000: { time: '96.9 s', statements: '17,031', memory: '689 MB' },
  10_000: { time: '3,030 s', statements: '170,031', memory: '862 MB' },
};

/** The cost pass over 1,000, 10,000 and 100,000 incidents with 10 participants each, all of whose roles are open: its own process, a Postgres of its own, durable as in production. */
export async function costPasses(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dispatch-bench-cost-'));
  const log = openLog({ folder, name: 'postgres', pick: () => null, show: () => undefined });
  const settings: DatabaseSettings = { hostname: '127.0.0.1', port: await freePort(), name: EMBEDDED_DATABASE, user: EMBEDDED_DATABASE, password: randomBytes(12).toString('hex'), ssl: 'disable', sslCa: null, poolSize: 4 };
  const postgres = await createPostgres({ folder: join(folder, 'data'), port: settings.port, password: settings.password, durable: true, log });
  await postgres.start();
  try {
    await migrateUp(settings);
    const db = connect(settings);
    const rows: Row[] = [];
    let before: { count: number; each: number } | null = null;
    for (const count of [1000, 10_000, 100_000]) {
      await fillIncidents(db, count);
      // each later than the one before: an older time changes nothing
      const measured = await measure(settings, plus(FIRST, count * MINUTE));
      rows.push(...rowsOf(count, measured, before));
      before = { count, each: measured.moved.milliseconds / count };
    }
    await db.close();
    return rows;
  } finally {
    await postgres.stop();
    log.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(settings: DatabaseSettings, asOf: string): Promise<Measured> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD], { env: { PATH: process.env['PATH'], BENCH_DATABASE: JSON.stringify(settings), BENCH_AS_OF: asOf } });
  return JSON.parse(stdout) as Measured;
}

function rowsOf(count: number, { first, moved, still, peakMegabytes }: Measured, before: { count: number; each: number } | null): Row[] {
  const what = `cost pass over ${count.toLocaleString('en')} incidents × 10 participants`;
  const row = (more: Partial<Row> & Pick<Row, 'what' | 'value' | 'unit'>): Row => ({ summary: null, aim: null, peer: null, note: null, ...more });
  const aim = count === 10_000 ? { limit: 10_000, words: '< 10 s' } : null;
  return [
    row({ what: `${what}, every cost moves`, value: moved.milliseconds, unit: 'ms', aim, peer: PEER[count]?.time ?? null, note: `${moved.written.toLocaleString('en')} written` }),
    row({ what: `${what}, for the first time`, value: first.milliseconds, unit: 'ms' }),
    row({ what: `${what}, nothing moves`, value: still.milliseconds, unit: 'ms', note: `${still.written} written` }),
    row({ what: `${what}: SQL statements`, value: moved.statements, unit: '', peer: PEER[count]?.statements ?? null }),
    row({ what: `${what}: peak memory of the process`, value: peakMegabytes, unit: 'MB', peer: PEER[count]?.memory ?? null }),
    ...(before === null ? [] : [row({ what: `cost pass: time for each incident at ${count.toLocaleString('en')} against ${before.count.toLocaleString('en')}`, value: moved.milliseconds / count / before.each, unit: '×' as const, peer: count === 10_000 ? '3.1 ×' : null })]),
  ];
}
