import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { hashOf } from './files.mjs';
import { EXIT, Fault, storageFault } from './fault.mjs';
import { ROOT } from './paths.mjs';
import { run, tail } from './run.mjs';

const STAMP = path.join('node_modules', '.dispatch-lock-hash');

/**
 * True when the packages of package-lock.json are installed. A production image that has none of the development
 * packages is taken as it is. A half-finished installation has no stamp and does not count.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} [root]
 * @returns {Promise<boolean>}
 */
export async function packagesAreInstalled(env, root = ROOT) {
  const stamp = await readFile(path.join(root, STAMP), 'utf8').catch(() => '');
  if (stamp.trim() === (await hashOf(root, ['package-lock.json']))) return true;
  return (
    env['NODE_ENV'] === 'production' && existsSync(path.join(root, 'node_modules', '.package-lock.json'))
  );
}

/**
 * Installs the packages when they are missing or package-lock.json has changed since (`npm ci`, without running any
 * package's install script).
 * @param {import('./console.mjs').Reporter} reporter
 * @param {{ env: NodeJS.ProcessEnv, root?: string }} options environment with the right Node first in PATH
 * @returns {Promise<void>}
 */
export async function ensurePackages(reporter, { env, root = ROOT }) {
  if (await packagesAreInstalled(env, root)) return;
  await reporter.step('Packages', async (step) => {
    const expected = await expectedPackages(root);
    const timer = setInterval(() => {
      const there = expected.filter((name) => existsSync(path.join(root, name, 'package.json'))).length;
      step.progress(`${there}/${expected.length}`);
    }, 700);
    const kind = env['NODE_ENV'] === 'production' ? '--omit=dev' : '--include=dev';
    const args = ['ci', '--ignore-scripts', kind, '--no-audit', '--no-fund', '--no-update-notifier'];
    const result = await run('npm', [...args, '--loglevel=error'], { cwd: root, env }).finally(() =>
      clearInterval(timer),
    );
    if (result.code !== 0) throw npmFault(result);
    const stamp = path.join(root, STAMP);
    await writeFile(stamp, `${await hashOf(root, ['package-lock.json'])}\n`).catch((error) => {
      throw storageFault(error, stamp);
    });
    step.note(`${expected.length} packages`);
  });
}

/**
 * The folders that npm will fill on this platform, by package-lock.json.
 * @param {string} root
 * @returns {Promise<string[]>}
 */
async function expectedPackages(root) {
  const lock = JSON.parse(await readFile(path.join(root, 'package-lock.json'), 'utf8'));
  /** @type {[string, { os?: string[], cpu?: string[], libc?: string[], optional?: boolean }][]} */
  const entries = Object.entries(lock.packages ?? {});
  return entries.filter(([name, entry]) => name !== '' && fits(entry)).map(([name]) => name);
}

/** @param {{ os?: string[], cpu?: string[], libc?: string[] }} entry */
function fits({ os, cpu, libc }) {
  if (os !== undefined && !os.includes(process.platform)) return false;
  if (cpu !== undefined && !cpu.includes(process.arch)) return false;
  return libc === undefined || process.platform !== 'linux' || libc.includes('glibc');
}

/** @param {import('./run.mjs').Outcome} outcome */
function npmFault({ code, stderr }) {
  if (code === 127) {
    return new Fault('npm is missing', 'install npm (Debian: apt-get install npm)', EXIT.missingTool);
  }
  if (/ENOSPC|no space left/i.test(stderr)) {
    return new Fault('the disk is full (installing packages)', 'free 2 GB and run this again', EXIT.storage);
  }
  if (/EACCES|EPERM|EROFS/.test(stderr)) {
    return new Fault(
      `node_modules cannot be written\n${tail(stderr, 3)}`,
      'give your user write access to the project folder',
      EXIT.storage,
    );
  }
  return new Fault(
    `npm ci failed\n${tail(stderr)}`,
    "check the network and npm's registry setting, then run this again; what was fetched is kept",
    EXIT.missingTool,
  );
}
