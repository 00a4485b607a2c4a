import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { EXIT, Fault } from '../setup/fault.mjs';
import { run } from '../setup/run.mjs';
import { canEnterAnyFolder } from './process.ts';
import type { RunAs } from './process.ts';

/** Modes and owner of one folder on the way to the data. */
export interface FolderFacts {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/** True when a user may walk through a folder with these modes. */
export function mayEnter({ uid, gid, mode }: FolderFacts, user: { uid: number; gid: number }): boolean {
  if (uid === user.uid) return (mode & 0o100) !== 0;
  if (gid === user.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

/**
 * The user that the embedded Postgres runs as, because it refuses to be root: undefined (ourselves) when we are not
 * root; else the system's user `postgres`, which is created when it is not there. Throws a Fault when that user could
 * not get to one of the folders.
 */
export async function postgresUser(folders: readonly string[]): Promise<RunAs | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const user = (await lookUp()) ?? (await createUser());
  const closed = folders.flatMap(ancestors).find((folder) => !mayEnter(statSync(folder), user));
  if (closed === undefined) return { ...user, entersAnyFolder: false };
  if (canEnterAnyFolder()) return { ...user, entersAnyFolder: true };
  throw new Fault(
    `Postgres does not run as root, and its user "postgres" may not enter ${closed}`,
    'run this as a normal user, move the project to a folder that others may enter (e.g. below /opt), install ' +
      'util-linux (setpriv), or set DATABASE_HOSTNAME to a Postgres of yours',
    EXIT.postgres,
  );
}

/** The folder and all above it that exist. */
function ancestors(folder: string): string[] {
  const all: string[] = [];
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (existsSync(at)) all.push(at);
    if (at === path.dirname(at)) return all;
  }
}

async function lookUp(): Promise<{ uid: number; gid: number } | null> {
  const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
  if (uid.code !== 0 || gid.code !== 0) return null;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

async function createUser(): Promise<{ uid: number; gid: number }> {
  await run('groupadd', ['--system', 'postgres']);
  const flags = ['--system', '--gid', 'postgres', '--no-create-home', '--home-dir', '/nonexistent'];
  await run('useradd', [...flags, '--shell', '/usr/sbin/nologin', 'postgres']);
  const user = await lookUp();
  if (user !== null) return user;
  throw new Fault(
    'Postgres does not run as root, and the user "postgres" could not be created',
    'run this as a normal user, or set DATABASE_HOSTNAME to a Postgres of yours',
    EXIT.postgres,
  );
}
