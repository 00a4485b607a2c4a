/**
 * What the exit code of a command says. Scripts may rely on these numbers; docs/operations.md lists them.
 */
export const EXIT = /** @type {const} */ ({
  ok: 0,
  failed: 1,
  usage: 2,
  // EX_DATAERR of sysexits.h
  badData: 65,
  // EX_CONFIG of sysexits.h
  configuration: 78,
  portBusy: 4,
  missingTool: 5,
  storage: 6,
  postgres: 7,
  temporal: 8,
  alreadyRunning: 9,
  interrupted: 130,
});

/**
 * Something that stops a command and that people can mend: one sentence that says what is wrong, one that says what to
 * do, and the exit code to end with.
 */
export class Fault extends Error {
  /**
   * @param {string} message what is wrong, without a full stop
   * @param {string} remedy what to do about it
   * @param {number} [exitCode]
   */
  constructor(message, remedy, exitCode = EXIT.failed) {
    super(message);
    this.name = 'Fault';
    this.remedy = remedy;
    this.exitCode = exitCode;
  }
}

/**
 * The code of an error of Node's (`ENOENT`) or of a driver, or null. Looks at the shape: in a test an error of Node's is
 * no instance of the test's own Error.
 * @param {unknown} error
 * @returns {string | null}
 */
export function codeOf(error) {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/**
 * Turns what was thrown while writing a file into a fault with a remedy (disk full, no permission, read-only), or
 * gives it back as it is.
 * @param {unknown} error
 * @param {string} path what was being written
 * @returns {unknown}
 */
export function storageFault(error, path) {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new Fault(
      `the disk is full (writing ${path})`,
      'free some space and run this again',
      EXIT.storage,
    );
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new Fault(`${path} cannot be written`, 'give your user write access to that folder', EXIT.storage);
  }
  return error;
}
