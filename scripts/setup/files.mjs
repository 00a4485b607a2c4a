import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, storageFault } from './fault.mjs';

/**
 * The SHA-256 of a file, in hex.
 * @param {string} file
 * @returns {Promise<string>}
 */
export async function sha256(file) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest('hex');
}

/**
 * One hash over the names and contents of files; folders count with everything below them except names that are
 * skipped, and what does not exist counts as absent.
 * @param {string} base the folder that names are relative to
 * @param {string[]} entries files and folders, relative to base
 * @param {string[]} [skip] names of files and folders that do not count
 * @returns {Promise<string>}
 */
export async function hashOf(base, entries, skip = []) {
  const hash = createHash('sha256');
  for (const entry of entries) await add({ hash, base, skip }, entry);
  return hash.digest('hex');
}

/**
 * @param {{ hash: import('node:crypto').Hash, base: string, skip: string[] }} sum
 * @param {string} entry
 * @returns {Promise<void>}
 */
async function add(sum, entry) {
  const { hash, base, skip } = sum;
  const full = path.join(base, entry);
  const found = await stat(full).catch(() => null);
  if (found === null) {
    hash.update(`absent ${entry}\n`);
    return;
  }
  if (!found.isDirectory()) {
    hash.update(`file ${entry} ${found.size}\n`).update(await readFile(full));
    return;
  }
  const names = (await readdir(full)).filter((name) => !skip.includes(name)).sort();
  for (const name of names) await add(sum, path.join(entry, name));
}

/**
 * Makes a folder so that it is either complete or not there at all: the work fills a temporary folder beside it, which
 * takes its place only when the work has succeeded. What another process made meanwhile wins.
 * @param {string} folder
 * @param {(temporary: string) => Promise<void>} fill
 * @returns {Promise<void>}
 */
export async function makeWhole(folder, fill) {
  const temporary = `${folder}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await removeLeftovers(folder);
    await mkdir(temporary, { recursive: true });
    await fill(temporary);
    await replaceFolder(temporary, folder);
  } catch (error) {
    throw storageFault(error, folder);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/**
 * Removes what attempts that were killed have left beside the folder. Callers hold a lock, so nobody works there.
 * @param {string} folder
 */
async function removeLeftovers(folder) {
  const names = await readdir(path.dirname(folder)).catch(() => []);
  const leftovers = names.filter(
    (name) => name.startsWith(`${path.basename(folder)}.`) && name.endsWith('.tmp'),
  );
  for (const name of leftovers) {
    await rm(path.join(path.dirname(folder), name), { recursive: true, force: true });
  }
}

/**
 * @param {string} from
 * @param {string} to
 */
async function replaceFolder(from, to) {
  const old = `${to}.${randomBytes(4).toString('hex')}.tmp`;
  await rename(to, old).catch(() => undefined);
  await rename(from, to);
  await rm(old, { recursive: true, force: true });
}

/**
 * The bytes of all files below a folder; 0 when it is not there. Files that vanish meanwhile do not count.
 * @param {string} folder
 * @returns {Promise<number>}
 */
export async function sizeOf(folder) {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    names.map(async (name) => {
      const found = await stat(path.join(folder, name)).catch(() => null);
      return found?.isFile() ? found.size : 0;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * Does the work while holding a lock file, so that two commands started at once do not install into each other. Waits
 * for the other one to finish; a lock whose process is gone is taken over.
 * @template T
 * @param {string} file
 * @param {{ onWait: (pid: number) => void }} options
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, { onWait }, work) {
  await mkdir(path.dirname(file), { recursive: true });
  let said = false;
  for (;;) {
    const holder = await takeLock(file);
    if (holder === null) break;
    if (!said) onWait(holder);
    said = true;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

/**
 * Takes the lock and answers null, or answers the process that holds it.
 * @param {string} file
 * @returns {Promise<number | null>}
 */
async function takeLock(file) {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    return null;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw storageFault(error, file);
  }
  const holder = Number(await readFile(file, 'utf8').catch(() => ''));
  const age = await stat(file).then(
    (found) => Date.now() - found.mtimeMs,
    () => 0,
  );
  if (Number.isInteger(holder) && holder > 0 ? isAlive(holder) : age < 5_000) return holder;
  await rm(file, { force: true });
  return takeLock(file);
}

/**
 * True while a process with this id exists, whoever owns it.
 * @param {number} pid
 * @returns {boolean}
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
