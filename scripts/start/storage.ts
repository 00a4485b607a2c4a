import { accessSync, chmodSync, constants, mkdirSync, statfsSync } from 'node:fs';
import { codeOf, EXIT, Fault, storageFault } from '../setup/fault.mjs';

const NEEDED_BYTES = 300_000_000;

/** Makes the folder of data and checks that it can be written and has 300 MB to spare. Throws a Fault with a remedy. */
export function requireStorage(folder: string): void {
  try {
    // Only for us; when we are root, the user that Postgres runs as must be able to walk through.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (process.getuid?.() === 0) chmodSync(folder, 0o711);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    // Node says so, too, for a folder on a disk that is mounted read-only.
    if (codeOf(error) === 'ENOENT') {
      throw new Fault(
        `${folder} cannot be created`,
        'put the data elsewhere with --data <folder>',
        EXIT.storage,
      );
    }
    throw storageFault(error, folder);
  }
  const { bavail, bsize } = statfsSync(folder);
  const fault = spaceFault(folder, bavail * bsize);
  if (fault !== null) throw fault;
}

/** The fault for a disk with this many bytes left, or null when that is enough. */
export function spaceFault(folder: string, free: number): Fault | null {
  if (free >= NEEDED_BYTES) return null;
  return new Fault(
    `the disk of ${folder} has only ${Math.floor(free / 1_000_000)} MB left, and ${NEEDED_BYTES / 1_000_000} MB are needed`,
    'free some space, or put the data elsewhere with --data <folder>',
    EXIT.storage,
  );
}
