import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { DatabaseSettings } from '../../../config/config.ts';
import { connect } from '../../../models/connect.ts';
import { MIGRATIONS } from '../../../models/migrations/index.ts';
import { migrateDown, migrateUp, migrationStatus } from '../../../models/migrator.ts';
import { ensureFoundation } from '../../../models/seed.ts';
import { select } from '../../../models/sql.ts';
import { TEST_SERVER } from '../../support/postgres.ts';

const server = JSON.parse(process.env[TEST_SERVER] ?? '{}') as DatabaseSettings;
const made: string[] = [];

function fresh(): DatabaseSettings {
  const name = `Test "${randomUUID()}"`;
  made.push(name);
  return { ...server, name };
}

async function asAdministrator(sql: string): Promise<void> {
  const client = new pg.Client({ host: server.hostname, port: server.port, user: server.user, password: server.password, database: 'postgres' });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

afterAll(async () => {
  for (const name of made) await asAdministrator(`drop database if exists "${name.replaceAll('"', '""')}" with (force)`);
});

const names = MIGRATIONS.map((m) => m.name);

describe('migrating', () => {
  it('creates the database that is missing, once, for five starters at once', async () => {
    const settings = fresh();
    const answers = await Promise.all(Array.from({ length: 5 }, () => migrateUp(settings)));
    expect(answers.flatMap((a) => a.applied)).toEqual(names);
    expect(await migrationStatus(settings)).toEqual({ applied: names, pending: [] });
    expect(await migrateUp(settings)).toEqual({ applied: [] });
  });

  it('goes down to nothing and up again', async () => {
    const settings = fresh();
    await migrateUp(settings);
    const db = connect(settings);
    try {
      await ensureFoundation(db);
      expect((await migrateDown(settings, { to: names[0] })).reverted).toEqual(names.toReversed());
      const left = await select<{ name: string }>(db, `select table_name as name from information_schema.tables where table_schema = 'public' and table_name <> 'SequelizeMeta'
        union select routine_name from information_schema.routines r where routine_schema = 'public' and not exists (select 1 from pg_depend d join pg_proc p on p.oid = d.objid where p.proname = r.routine_name and d.deptype = 'e')`);
      expect(left).toEqual([]);
      expect(await migrationStatus(settings)).toEqual({ applied: [], pending: names });
      await migrateUp(settings);
      expect((await ensureFoundation(db)).created).toBe(true);
    } finally {
      await db.close();
    }
  });

  it('says that nothing was migrated without changing anything', async () => {
    const settings = fresh();
    await asAdministrator(`create database "${settings.name.replaceAll('"', '""')}"`);
    expect(await migrationStatus(settings)).toEqual({ applied: [], pending: names });
  });
});

describe('a database that cannot be used', () => {
  it.each<[string, Partial<DatabaseSettings>, [fault: string, remedy: string]]>([
    ['is not there', { port: 1 }, ['Nothing listens', 'DATABASE_HOSTNAME']],
    ['has another name', { hostname: 'no-such-host.invalid' }, ['no-such-host.invalid', 'DATABASE_HOSTNAME']],
    ['refuses the password', { password: 'wrong' }, ['password', 'DATABASE_CREDENTIALS']],
    ['speaks no TLS', { ssl: 'require' }, ['TLS', 'DATABASE_SSL=disable']],
  ])('%s: fault and remedy', async (_, change, [fault, remedy]) => {
    const error: unknown = await migrateUp({ ...fresh(), ...change }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'DatabaseFault', message: expect.stringContaining(fault), remedy: expect.stringContaining(remedy) });
  });

  it('does not exist and may not be created: says who has to do what', async () => {
    const role = `r${randomUUID().replaceAll('-', '')}`;
    await asAdministrator(`create role ${role} login password 'p'`);
    try {
      const error: unknown = await migrateUp({ ...fresh(), user: role, password: 'p' }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: 'DatabaseFault', message: expect.stringContaining('cannot create it'), remedy: expect.stringContaining('create database') });
    } finally {
      await asAdministrator(`drop role ${role}`);
    }
  });
});
