import pg from 'pg';
import type { DatabaseSettings } from '../../config/config.ts';
import { sslOptions } from '../../models/connect.ts';
import { explainDatabaseError } from '../../models/database-errors.ts';
import { migrationStatus } from '../../models/migrator.ts';
import { fault, ok, reasonOf, warning, within } from './finding.ts';
import type { Finding } from './finding.ts';

const EXTENSIONS = ['pg_trgm', 'unaccent'];
const OLDEST = 140_000;

/** Postgres: reachable, new enough, extensions there, schema up to date. */
export async function checkPostgres(settings: DatabaseSettings, embedded: boolean): Promise<Finding[]> {
  const where = `${settings.hostname}:${settings.port}/${settings.name}`;
  const client = new pg.Client({
    host: settings.hostname,
    port: settings.port,
    user: settings.user,
    password: settings.password,
    database: settings.name,
    ssl: sslOptions(settings),
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const server = await checkServer(client, where);
    const extensions = await checkExtensions(client);
    return [server, extensions, await checkMigrations(settings)];
  } catch (error) {
    const known = explainDatabaseError(error, settings);
    const remedy = known?.remedy ?? 'see the log of PostgreSQL';
    const detail = known?.message ?? `${where}: ${reasonOf(error)}`;
    return [
      fault(
        'Postgres',
        detail,
        embedded ? 'npm start runs the embedded one; or set DATABASE_HOSTNAME' : remedy,
      ),
    ];
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function checkServer(client: pg.Client, where: string): Promise<Finding> {
  const since = performance.now();
  const { rows } = await client.query<{ number: number; text: string; used: number; most: number }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as text,
       (select count(*)::int from pg_stat_activity) as used, current_setting('max_connections')::int as most`,
  );
  const took = Math.round(performance.now() - since);
  const [row] = rows;
  if (row === undefined || row.number < OLDEST) {
    return fault('Postgres', `${where} is version ${row?.text ?? 'unknown'}`, 'use version 14 or newer');
  }
  const detail = `${row.text} at ${where}, answers in ${took} ms, ${row.used} of ${row.most} connections`;
  if (row.used < row.most * 0.9) return ok('Postgres', detail);
  return warning('Postgres', detail, 'raise max_connections there, or lower DATABASE_POOL_SIZE');
}

async function checkExtensions(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ name: string }>(
    'select name from pg_available_extensions where name = any($1)',
    [EXTENSIONS],
  );
  const missing = EXTENSIONS.filter((name) => !rows.some((row) => row.name === name));
  if (missing.length === 0) return ok('Postgres extensions', EXTENSIONS.join(', '));
  const remedy = "install PostgreSQL's contrib package on its server (Debian: postgresql-contrib)";
  return fault('Postgres extensions', `${missing.join(', ')} not there`, remedy);
}

async function checkMigrations(settings: DatabaseSettings): Promise<Finding> {
  const { applied, pending } = await within(10_000, migrationStatus(settings));
  if (pending.length === 0) return ok('Schema', `up to date (${applied.length} migrations)`);
  return fault(
    'Schema',
    `${pending.length} migrations have not run: ${pending.join(', ')}`,
    'npx dispatch migrate',
  );
}
