import { mkdtempSync, rmSync } from 'node:fs';
import { randomBytes, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { DatabaseSettings } from '../../config/config.ts';
import { connect, type ConnectOptions, type Database } from '../../models/connect.ts';
import { migrateUp } from '../../models/migrator.ts';
import { openLog } from '../../scripts/parts/logs.ts';
import { freePort } from '../../scripts/parts/ports.ts';
import { createPostgres, EMBEDDED_DATABASE } from '../../scripts/parts/postgres.ts';

/** Name of the variable that carries the connection of the run's server to the test files (JSON of {@link DatabaseSettings}). */
export const TEST_SERVER = 'DISPATCH_TEST_POSTGRES';

/** A PostgreSQL server of the tests; `settings.name` is the migrated database that others are copied from. */
export interface TestServer {
  settings: DatabaseSettings;
  stop(): Promise<void>;
}
/** A database of one test file. */
export interface TestDatabase {
  settings: DatabaseSettings;
  db: Database;
  /** Closes `db` and removes the database. */
  drop(): Promise<void>;
}

/** Starts a server on a free port with data in a temporary folder and makes the template; one that {@link TEST_SERVER} names is used instead. */
export async function startTestPostgres(): Promise<TestServer> {
  const given = process.env[TEST_SERVER];
  if (given !== undefined) return { settings: JSON.parse(given) as DatabaseSettings, stop: async () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'dispatch-test-postgres-'));
  const log = openLog({ folder, name: 'postgres', pick: () => null, show: () => undefined });
  const password = randomBytes(12).toString('hex');
  const port = await freePort();
  const server = await createPostgres({ folder: join(folder, 'data'), port, password, durable: false, log });
  await server.start();
  const stop = async () => {
    await server.stop();
    log.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const settings: DatabaseSettings = { hostname: '127.0.0.1', port, name: 'template_dispatch', user: EMBEDDED_DATABASE, password, ssl: 'disable', sslCa: null, poolSize: 10 };
    await migrateUp(settings);
    return { settings, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A new database with every table and nothing in them, copied from the template (about 50 ms). Needs the global setup, or {@link TEST_SERVER}. */
export async function createTestDatabase(options: ConnectOptions = {}): Promise<TestDatabase> {
  const given = process.env[TEST_SERVER];
  if (given === undefined) throw new Error(`${TEST_SERVER} is not set: this test belongs into a project with tests/support/global-setup.ts.`);
  const template = JSON.parse(given) as DatabaseSettings;
  const settings = { ...template, name: `test_${randomUUID().replaceAll('-', '')}` };
  await asAdministrator(template, (client) => client.query(`create database ${settings.name} template ${template.name}`));
  const db = connect(settings, options);
  return {
    settings,
    db,
    drop: async () => {
      await db.close();
      await asAdministrator(template, (client) => client.query(`drop database if exists ${settings.name} with (force)`));
    },
  };
}

async function asAdministrator(settings: DatabaseSettings, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ host: settings.hostname, port: settings.port, user: settings.user, password: settings.password, database: 'postgres' });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
