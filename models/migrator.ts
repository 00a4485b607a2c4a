import pg from 'pg';
import type { Sequelize } from 'sequelize';
import type { Umzug } from 'umzug';
import type { DatabaseSettings } from '../config/config.ts';
import { connect, sslOptions } from './connect.ts';
import { DatabaseFault, explainDatabaseError } from './database-errors.ts';
import { MIGRATIONS, type Migration, type RunSql } from './migrations/index.ts';
import { select, selectOne, sqlState } from './sql.ts';

/** Any number that only migrations of this product use as an advisory lock. */
const LOCK = 7_301_614_042;
const OLDEST_VERSION = 140_000;
const MISSING_DATABASE = '3D000';
const EXISTS_ALREADY = ['42P04', '23505'];

/** Brings the database up to date, creating it when it is missing. Several starters at once are safe: one works, the others wait. Throws {@link DatabaseFault} with a remedy. */
export async function migrateUp(settings: DatabaseSettings): Promise<{ applied: string[] }> {
  return explained(settings, async () => {
    await ensureDatabase(settings);
    return locked(settings, async (umzug) => ({ applied: (await umzug.up()).map((m) => m.name) }));
  });
}

/** Undoes the last migration, or all down to and with `to`. Data of removed tables is lost. */
export async function migrateDown(settings: DatabaseSettings, options: { to?: string | undefined } = {}): Promise<{ reverted: string[] }> {
  const down = options.to === undefined ? {} : { to: options.to };
  return explained(settings, () => locked(settings, async (umzug) => ({ reverted: (await umzug.down(down)).map((m) => m.name) })));
}

/** Which migrations ran and which are missing; changes nothing. */
export async function migrationStatus(settings: DatabaseSettings): Promise<{ applied: string[]; pending: string[] }> {
  return explained(settings, async () => {
    const db = connect(settings, { poolSize: 1 });
    try {
      const all = MIGRATIONS.map((m) => m.name);
      // Asking umzug would create its table, and loading it would make every start slower.
      const table = await selectOne<{ name: string | null }>(db, `select to_regclass('"SequelizeMeta"')::text as name`);
      if (table === null || table.name === null) return { applied: [], pending: all };
      const applied = (await select<{ name: string }>(db, 'select name from "SequelizeMeta" order by name')).map((m) => m.name);
      return { applied, pending: all.filter((name) => !applied.includes(name)) };
    } finally {
      await db.close();
    }
  });
}

async function explained<T>(settings: DatabaseSettings, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explainDatabaseError(error, settings) ?? error;
  }
}

async function locked<T>(settings: DatabaseSettings, work: (umzug: Umzug<Sequelize>) => Promise<T>): Promise<T> {
  const lock = openClient(settings, settings.name);
  await lock.connect();
  const db = connect(settings, { poolSize: 2 });
  try {
    await checkVersion(lock);
    await lock.query('select pg_advisory_lock($1)', [LOCK]);
    return await work(await createUmzug(db.sequelize));
  } finally {
    await db.close();
    // the lock goes with its connection
    await lock.end();
  }
}

async function createUmzug(sequelize: Sequelize): Promise<Umzug<Sequelize>> {
  const { SequelizeStorage, Umzug } = await import('umzug');
  return new Umzug({ migrations: MIGRATIONS.map((m) => asStep(m, sequelize)), context: sequelize, storage: new SequelizeStorage({ sequelize }), logger: undefined });
}

function asStep(migration: Migration, sequelize: Sequelize) {
  const inTransaction = (direction: (run: RunSql) => Promise<void>) => () =>
    sequelize.transaction((transaction) => direction(async (sql) => void (await sequelize.query(sql, { transaction }))));
  return { name: migration.name, up: inTransaction(migration.up), down: inTransaction(migration.down) };
}

async function checkVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; text: string }>(`select current_setting('server_version_num')::int as number, current_setting('server_version') as text`);
  const [version] = rows;
  if (version === undefined || version.number >= OLDEST_VERSION) return;
  throw new DatabaseFault(`PostgreSQL ${version.text} is too old`, 'Take version 14 or newer.');
}

async function ensureDatabase(settings: DatabaseSettings): Promise<void> {
  const client = openClient(settings, settings.name);
  try {
    await client.connect();
  } catch (error) {
    if (sqlState(error) !== MISSING_DATABASE) throw error;
    await createDatabase(settings);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(settings: DatabaseSettings): Promise<void> {
  const client = openClient(settings, 'postgres');
  try {
    await client.connect();
    await client.query(`create database ${client.escapeIdentifier(settings.name)}`);
  } catch (error) {
    const code = sqlState(error);
    if (code !== null && EXISTS_ALREADY.includes(code)) return;
    throw new DatabaseFault(`The database “${settings.name}” does not exist and user “${settings.user}” cannot create it`, `Let an administrator of PostgreSQL run: create database ${client.escapeIdentifier(settings.name)} owner ${client.escapeIdentifier(settings.user)}`, error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function openClient(settings: DatabaseSettings, database: string): pg.Client {
  const client = new pg.Client({ host: settings.hostname, port: settings.port, user: settings.user, password: settings.password, database, ssl: sslOptions(settings), connectionTimeoutMillis: 15_000 });
  // a connection that breaks while it waits must reject the statement, not end the process
  client.on('error', () => undefined);
  return client;
}
