import path from 'node:path';
import { withLock } from './setup/files.mjs';
import { ensureNode, usableNode } from './setup/node.mjs';
import { ensurePackages, packagesAreInstalled } from './setup/packages.mjs';
import { CACHE } from './setup/paths.mjs';
import { ensureWeb, webIsBuilt } from './setup/web.mjs';

/**
 * @typedef {object} Prepared
 * @property {string} node path of a Node that runs the TypeScript sources
 * @property {NodeJS.ProcessEnv} env environment in which that Node is the first in PATH
 */

/** @typedef {'packages' | 'web'} Need */

/**
 * Brings what a command needs: always a new enough Node, then packages and built pages where asked for. Does nothing
 * and says nothing about what is there already. Plain JavaScript for any Node from 18 on, with no packages.
 * @param {import('./setup/console.mjs').Reporter} reporter
 * @param {Need[]} needs
 * @returns {Promise<Prepared>}
 */
export async function prepare(reporter, needs) {
  const ready = await prepared(needs);
  if (ready !== null) return ready;
  const onWait = (/** @type {number} */ pid) => {
    reporter.warn(`another command (process ${pid}) is setting things up; waiting for it`);
  };
  return withLock(path.join(CACHE, 'setup.lock'), { onWait }, async () => {
    const node = await ensureNode(reporter);
    const env = environmentWith(node, process.env);
    if (needs.includes('packages')) await ensurePackages(reporter, { env });
    if (needs.includes('web')) await ensureWeb(reporter, { env, node });
    return { node, env };
  });
}

/**
 * What is there already, or null when something is missing. Writes nothing, so that it also works on a read-only disk.
 * @param {Need[]} needs
 * @returns {Promise<Prepared | null>}
 */
async function prepared(needs) {
  const node = await usableNode();
  if (node === null) return null;
  const env = environmentWith(node, process.env);
  if (needs.includes('packages') && !(await packagesAreInstalled(env))) return null;
  if (needs.includes('web') && !(await webIsBuilt(env))) return null;
  return { node, env };
}

/**
 * A copy of the environment in which this Node is found before any other, and keeps the code that it has compiled: API and
 * worker start in half the time then, also when they are started again after a crash.
 * @param {string} node
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentWith(node, env) {
  const folder = path.dirname(node);
  const rest = (env['PATH'] ?? '').split(path.delimiter).filter((entry) => entry !== folder);
  return { NODE_COMPILE_CACHE: path.join(CACHE, 'compiled'), ...env, PATH: [folder, ...rest].join(path.delimiter) };
}
