import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { hashOf } from './files.mjs';
import { Fault } from './fault.mjs';
import { ROOT } from './paths.mjs';
import { run, tail } from './run.mjs';

/** What the built pages are made of. */
const SOURCES = ['web', 'api/contract', 'domain', 'package-lock.json'];
const SKIP = ['dist', 'dist.tmp', 'dist.old.tmp', 'node_modules'];
const STAMP = '.source-hash';

/**
 * True when web/dist was built from the sources as they are now; in production, when it is there at all.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<boolean>}
 */
export async function webIsBuilt(env) {
  if (env['NODE_ENV'] === 'production' && existsSync(path.join(ROOT, 'web', 'dist', 'index.html')))
    return true;
  const stamp = await readFile(path.join(ROOT, 'web', 'dist', STAMP), 'utf8').catch(() => '');
  return stamp.trim() === (await hashOf(ROOT, SOURCES, SKIP));
}

/**
 * Builds the web pages when their sources have changed. The new pages take the place of the old ones at once, so a
 * running API never serves half of them.
 * @param {import('./console.mjs').Reporter} reporter
 * @param {{ env: NodeJS.ProcessEnv, node: string }} options
 * @returns {Promise<void>}
 */
export async function ensureWeb(reporter, { env, node }) {
  if (await webIsBuilt(env)) return;
  await reporter.step('Web', async (step) => {
    step.progress('building');
    const hash = await hashOf(ROOT, SOURCES, SKIP);
    const web = path.join(ROOT, 'web');
    const fresh = path.join(web, 'dist.tmp');
    const vite = path.join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
    const args = [vite, 'build', 'web', '--outDir', 'dist.tmp', '--emptyOutDir', '--logLevel', 'warn'];
    const { code, stdout, stderr } = await run(node, args, { cwd: ROOT, env });
    if (code !== 0) {
      throw new Fault(
        `the web pages do not build\n${tail(stderr || stdout, 20)}`,
        'mend the sources named above',
      );
    }
    await writeFile(path.join(fresh, STAMP), `${hash}\n`);
    await rm(path.join(web, 'dist.old.tmp'), { recursive: true, force: true });
    await rename(path.join(web, 'dist'), path.join(web, 'dist.old.tmp')).catch(() => undefined);
    await rename(fresh, path.join(web, 'dist'));
    await rm(path.join(web, 'dist.old.tmp'), { recursive: true, force: true });
    step.note('built');
  });
}
