import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import type { Logger } from '../config/logger.ts';
import { temporalLogger } from './telemetry.ts';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const CACHE = path.join(ROOT, '.cache');
const NAME = /^workflow-bundle-[0-9a-f]{16}\.js$/;
/** Everything the bundle is made from: the workflows, what they may import, and the tools that make it. */
const SOURCES = ['workflows', 'domain'];
const TOOLS = ['package-lock.json', 'worker/bundle.ts'];

/** Code of the workflows for a Worker. */
export interface WorkflowBundle {
  code: string;
}

/** The workflows as one script: taken from `.cache` when nothing it is made from has changed, else made (some seconds) and kept there. */
export async function workflowBundle(logger: Logger): Promise<WorkflowBundle> {
  const file = path.join(CACHE, `workflow-bundle-${await hashOfSources()}.js`);
  const kept = await readFile(file, 'utf8').catch(() => null);
  if (kept !== null) return { code: kept };
  logger.info('bundling the workflows');
  const { code } = await bundleWorkflowCode({ workflowsPath: path.join(ROOT, 'workflows', 'index.ts'), logger: temporalLogger(logger) });
  // A read-only installation works as well, it only bundles at each start.
  await keep(file, code).catch((error: unknown) => logger.debug({ err: error }, 'the bundle of the workflows could not be kept'));
  return { code };
}

async function hashOfSources(): Promise<string> {
  const folders = await Promise.all(SOURCES.map((folder) => filesBelow(path.join(ROOT, folder))));
  const files = [...folders.flat().sort(), ...TOOLS.map((file) => path.join(ROOT, file))];
  const hash = createHash('sha256');
  for (const file of files) {
    const content = await readFile(file).catch(() => Buffer.alloc(0));
    hash.update(`${path.relative(ROOT, file)}\n${content.length}\n`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((e) => e.isFile() && e.name.endsWith('.ts')).map((e) => path.join(e.parentPath, e.name));
}

/** Written beside and moved into place, so that a worker starting at the same time never reads half a script. */
async function keep(file: string, code: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, code);
  await rename(draft, file);
  const others = (await readdir(CACHE)).filter((name) => NAME.test(name) && name !== path.basename(file));
  await Promise.all(others.map((name) => rm(path.join(CACHE, name), { force: true })));
}
