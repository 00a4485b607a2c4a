import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { createReporter } from './setup/console.mjs';
import { EXIT, Fault } from './setup/fault.mjs';
import { makeWhole, sha256, withLock } from './setup/files.mjs';
import { CACHE, ROOT } from './setup/paths.mjs';
import { run, tail } from './setup/run.mjs';

const REQUIREMENTS = path.join(ROOT, 'scripts', 'setup', 'moto-requirements.txt');
const REMEDY = 'install Python 3.10 or newer with pip (Debian: apt-get install python3-pip), and let pip reach a package index';

/**
 * Folder with the Python packages of moto's server, which answers as AWS KMS does in tests; run it with `PYTHONPATH=<folder> python3 -m moto.server`. Installed
 * once into the project's cache: pinned wheels with pinned hashes, nothing of the machine's Python is touched. Throws a Fault with a remedy when pip cannot
 * bring it.
 * @param {import('./setup/console.mjs').Reporter} [reporter]
 * @returns {Promise<string>}
 */
export async function motoPackages(reporter = createReporter({ stream: process.stderr })) {
  const python = await run('python3', ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], { timeoutMs: 20_000 });
  if (python.code !== 0) throw new Fault('python3 is missing, which runs moto for the tests of AWS KMS', REMEDY, EXIT.missingTool);
  const name = `moto-${(await sha256(REQUIREMENTS)).slice(0, 8)}-python-${python.stdout.trim()}`;
  const folder = path.join(CACHE, name);
  if (existsSync(folder)) return folder;
  const onWait = (/** @type {number} */ pid) => reporter.warn(`process ${pid} is fetching moto; waiting for it`);
  return withLock(`${folder}.lock`, { onWait }, async () => {
    if (existsSync(folder)) return folder;
    await reporter.step('moto (AWS KMS for tests)', (step) => {
      step.progress('from the Python package index');
      return makeWhole(folder, install);
    });
    return folder;
  });
}

/** @param {string} folder */
async function install(folder) {
  // `--no-deps`: all that is needed is in the list, and little of what moto could do is.
  const args = ['-m', 'pip', 'install', '-q', '--no-deps', '--no-compile', '--only-binary', ':all:', '--require-hashes', '--root-user-action', 'ignore'];
  const { code, stderr } = await run('python3', [...args, '--disable-pip-version-check', '--target', folder, '-r', REQUIREMENTS], { timeoutMs: 300_000 });
  if (code !== 0) throw new Fault(`pip cannot bring moto, against which AWS KMS is tested\n      ${tail(stderr, 3)}`, REMEDY, EXIT.missingTool);
  await rm(path.join(folder, 'bin'), { recursive: true, force: true });
}
