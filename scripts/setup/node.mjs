import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeWhole, sizeOf } from './files.mjs';
import { EXIT, Fault } from './fault.mjs';
import { CACHE, shortPath } from './paths.mjs';
import { NODE, OLDEST_NODE, PLATFORM } from './pins.mjs';
import { run, tail } from './run.mjs';
import { atLeast } from './version.mjs';

const FOLDER = path.join(CACHE, `node-${NODE.version}`);

/**
 * The Node that runs the sources: the one that is running when it is new enough, else the pinned one in the project's
 * cache; null when neither is there.
 * @returns {Promise<string | null>} path of the executable
 */
export async function usableNode() {
  if (atLeast(process.versions.node, OLDEST_NODE)) return process.execPath;
  const name = NODE.packages[PLATFORM]?.name;
  if (name === undefined) return null;
  const binary = path.join(FOLDER, 'node_modules', name, 'bin', 'node');
  return existsSync(binary) && (await works(binary)) ? binary : null;
}

/**
 * Gives the Node that runs the sources, installing the pinned one into the project's cache when there is none. Nothing
 * outside the project is touched.
 * @param {import('./console.mjs').Reporter} reporter
 * @returns {Promise<string>} path of the executable
 */
export async function ensureNode(reporter) {
  const there = await usableNode();
  if (there !== null) return there;
  const pinned = NODE.packages[PLATFORM];
  if (pinned === undefined) {
    throw new Fault(
      `Node ${process.versions.node} is too old and there is no pinned Node for ${PLATFORM}`,
      `install Node ${OLDEST_NODE} or newer`,
      EXIT.missingTool,
    );
  }
  await reporter.step('Node', async (step) => {
    step.progress(`${NODE.version} (this machine has ${process.versions.node})`);
    await makeWhole(FOLDER, async (temporary) => {
      await install(temporary, pinned, step);
      const fresh = path.join(temporary, 'node_modules', pinned.name, 'bin', 'node');
      if (!(await works(fresh))) {
        throw new Fault(
          `the downloaded Node ${NODE.version} does not run on this machine`,
          `install Node ${OLDEST_NODE} or newer`,
          EXIT.missingTool,
        );
      }
    });
    step.note(`${NODE.version} into ${shortPath(FOLDER)}`);
  });
  return path.join(FOLDER, 'node_modules', pinned.name, 'bin', 'node');
}

/** @param {string} binary */
async function works(binary) {
  const { code, stdout } = await run(binary, ['--version'], { timeoutMs: 20_000 });
  return code === 0 && stdout.trim() === `v${NODE.version}`;
}

/**
 * Installs from a lock file of our own, so that npm refuses an archive with another integrity; no package script runs.
 * @param {string} folder
 * @param {{ name: string, integrity: string, bytes: number }} pinned
 * @param {import('./console.mjs').Step} step
 */
async function install(folder, pinned, step) {
  const dependencies = { [pinned.name]: NODE.version };
  const manifest = { name: 'dispatch-node', version: '0.0.0', private: true, dependencies };
  const lock = {
    ...manifest,
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name: manifest.name, version: manifest.version, dependencies },
      [`node_modules/${pinned.name}`]: { version: NODE.version, integrity: pinned.integrity },
    },
  };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(path.join(folder, 'package-lock.json'), JSON.stringify(lock));
  const timer = setInterval(() => {
    void sizeOf(path.join(folder, 'node_modules')).then((bytes) => {
      if (bytes > 0)
        step.progress(`${NODE.version} ${Math.min(99, Math.round((100 * bytes) / pinned.bytes))} %`);
    });
  }, 500);
  const args = [
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-update-notifier',
    '--loglevel=error',
  ];
  const { code, stderr } = await run('npm', args, { cwd: folder }).finally(() => clearInterval(timer));
  if (code === 127) {
    throw new Fault('npm is missing', 'install npm (Debian: apt-get install npm)', EXIT.missingTool);
  }
  if (code !== 0) {
    throw new Fault(
      `Node ${NODE.version} could not be downloaded\n${tail(stderr)}`,
      `check the network and npm's registry setting and run this again, or install Node ${OLDEST_NODE} or newer`,
      EXIT.missingTool,
    );
  }
}
