import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { codeOf, EXIT, Fault, storageFault } from '../setup/fault.mjs';
import { tail } from '../setup/run.mjs';
import type { PartLog } from './logs.ts';
import { createPart } from './part.ts';
import type { Part } from './part.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { postgresUser } from './postgres-user.ts';
import { startProcess } from './process.ts';
import type { RunAs } from './process.ts';

/** Where the embedded Postgres keeps its data, and how it is reached. */
export interface PostgresOptions {
  readonly folder: string;
  readonly port: number;
  readonly password: string;
  readonly log: PartLog;
  /** False for tests: what a crash of the machine would lose does not matter. A killed process loses nothing. */
  readonly durable: boolean;
}

/** Name of the database, and of its owner, in the embedded Postgres. */
export const EMBEDDED_DATABASE = 'dispatch';

const PROGRAM_ENV = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };

/** Major version of the embedded binaries. */
const EMBEDDED_MAJOR = '18';

/**
 * The embedded Postgres as a part: creates its data on the first start (whole or not at all), listens on the loopback
 * address only, asks for the password. Ready means that the database answers; it is created when missing.
 */
export async function createPostgres(options: PostgresOptions): Promise<Part> {
  const binaries = await postgresBinaries();
  const runAs = await postgresUser([binaries.home, path.dirname(options.folder)]);
  const initialise = async () => {
    if (existsSync(path.join(options.folder, 'PG_VERSION'))) return checkData(options.folder, runAs);
    await createData(binaries, options, runAs);
  };
  return createPart({
    name: 'postgres',
    title: 'Postgres',
    launch: async () => {
      await initialise();
      return {
        file: binaries.postgres,
        args: serverArguments(options),
        env: PROGRAM_ENV,
        runAs,
        deathSignal: 'SIGINT',
      };
    },
    isReady: () => databaseAnswers(options),
    readyWithinMs: 60_000,
    stopSignal: 'SIGINT',
    stopWithinMs: 20_000,
    log: options.log,
    explain: (text) => explainPostgres(text, options),
    // The processes of a Postgres that was killed take a moment to notice.
    passes: (fault) => fault.message.startsWith(ANOTHER),
  });
}

function serverArguments({ folder, port, durable }: PostgresOptions): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    jit: 'off',
    log_timezone: 'UTC',
    timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  return [
    '-D',
    folder,
    '-p',
    String(port),
    ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
  ];
}

/** Creates the data beside its place and moves it there when it is complete. */
async function createData(binaries: PostgresBinaries, options: PostgresOptions, runAs: RunAs | undefined) {
  const fresh = `${options.folder}.new.tmp`;
  const passwordFile = `${options.folder}.password.tmp`;
  try {
    await rm(fresh, { recursive: true, force: true });
    await mkdir(fresh, { recursive: true, mode: 0o700 });
    await writeFile(passwordFile, `${options.password}\n`, { mode: 0o600 });
    if (runAs !== undefined) {
      await chown(fresh, runAs.uid, runAs.gid);
      await chown(passwordFile, runAs.uid, runAs.gid);
    }
    const args = [
      `--pgdata=${fresh}`,
      `--username=${EMBEDDED_DATABASE}`,
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
    ];
    args.push(
      '--auth=scram-sha-256',
      `--locale=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'}`,
    );
    if (!options.durable) args.push('--no-sync');
    let output = '';
    const initdb = await startProcess({ file: binaries.initdb, args, env: PROGRAM_ENV, runAs }, (chunk) => {
      output += chunk;
      options.log.write(chunk);
    });
    const { code } = await initdb.ended;
    if (code !== 0) throw explainPostgres(output, options) ?? refused(output);
    await rename(fresh, options.folder);
  } catch (error) {
    throw storageFault(error, options.folder);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Data of another user or of another major version is refused before Postgres refuses it less kindly. */
async function checkData(folder: string, runAs: RunAs | undefined): Promise<void> {
  const owner = statSync(folder).uid;
  const user = runAs?.uid ?? process.getuid?.() ?? owner;
  if (owner !== user) {
    throw new Fault(
      `the database in ${folder} belongs to user ${owner}, and we would run it as user ${user}`,
      `start as the user who started it before, or hand it over: chown -R ${user} ${folder}`,
      EXIT.postgres,
    );
  }
  const major = (await readFile(path.join(folder, 'PG_VERSION'), 'utf8')).trim();
  if (major !== EMBEDDED_MAJOR) {
    throw new Fault(
      `the database in ${folder} was made by Postgres ${major}, and the embedded one is ${EMBEDDED_MAJOR}`,
      'follow "Upgrade" in docs/operations.md (dump with the old release, restore with the new one)',
      EXIT.postgres,
    );
  }
}

const ANOTHER = 'another Postgres runs on';

/** Connects with a fresh connection to a database of the embedded Postgres and hands it to the work. */
async function withClient<T>(
  options: PostgresOptions,
  database: string,
  work: (client: pg.Client) => Promise<T>,
) {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: options.port,
    user: EMBEDDED_DATABASE,
    password: options.password,
    database,
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function databaseAnswers(options: PostgresOptions): Promise<boolean> {
  try {
    await withClient(options, 'postgres', async (client) => {
      const found = await client.query('select 1 from pg_database where datname = $1', [EMBEDDED_DATABASE]);
      if (found.rowCount === 0) await client.query(`create database ${EMBEDDED_DATABASE}`);
    });
    return true;
  } catch (error) {
    if (codeOf(error) === '28P01') {
      throw new Fault(
        'the embedded Postgres refuses the password in secrets.json',
        'restore the secrets.json that belongs to this data folder',
        EXIT.postgres,
      );
    }
    return false;
  }
}

/** The fault that Postgres's output tells of, or null when it tells of none that is known. */
export function explainPostgres(
  output: string,
  { folder, port }: { folder: string; port: number },
): Fault | null {
  if (/could not bind|Address already in use/i.test(output)) {
    return new Fault(
      `port ${port} (Postgres) is in use by another program`,
      `stop that program, or move ours: EMBEDDED_POSTGRES_PORT=${port + 10} npm start`,
      EXIT.portBusy,
    );
  }
  if (/No space left on device|Disk quota exceeded/i.test(output)) {
    return new Fault(
      `the disk is full (writing ${folder})`,
      'free some space and run this again',
      EXIT.storage,
    );
  }
  if (/lock file "postmaster.pid" already exists|pre-existing shared memory block/.test(output)) {
    return new Fault(
      `${ANOTHER} ${folder}`,
      'wait until it has ended, or stop it; its process id is the first line of postmaster.pid there',
      EXIT.postgres,
    );
  }
  if (/could not locate a valid checkpoint record|invalid checkpoint record/.test(output)) {
    return new Fault(
      `the database in ${folder} is damaged`,
      'restore a backup (docs/operations.md)',
      EXIT.postgres,
    );
  }
  return null;
}

function refused(output: string): Fault {
  return new Fault(
    `Postgres could not create its data\n${tail(output, 4)}`,
    'see postgres.log in the folder of logs',
    EXIT.postgres,
  );
}
