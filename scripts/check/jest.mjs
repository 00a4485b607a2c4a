import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../setup/paths.mjs';
import { runInFront } from '../setup/run.mjs';
import { filesToRepeat, tallyOf, tallyOfTwo } from './tally.mjs';

/** What runs the whole product on a busy machine, where a test may fail once by chance. */
const REPEATED = ['smoke', 'e2e'];

/**
 * @typedef {object} Run
 * @property {string} project
 * @property {import('../setup.mjs').Prepared} prepared
 * @property {string[]} extra arguments for Jest
 */

/**
 * Runs one project of tests. The few files of a whole run of the product's tests that failed run once more, alone; the tally
 * names what passed only then.
 * @param {Run} run
 * @param {(text: string) => void} say told before files run again
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
export async function runProject(run, say) {
  const first = await runJest(run, run.extra);
  const repeated = REPEATED.includes(run.project) && run.extra.length === 0 ? filesToRepeat(first.report) : [];
  if (first.report === null || repeated.length === 0) return judged(run, first.code, tallyOf(run.project, first.report));
  say(`${repeated.map((file) => path.basename(file)).join(', ')} failed; once more, alone`);
  const second = await runJest(run, ['--runInBand', '--runTestsByPath', ...repeated]);
  return judged(run, second.code, tallyOfTwo(run.project, first.report, second.report));
}

/**
 * A Jest that ends badly without a test that failed has failed all the same.
 * @param {Run} run
 * @param {number} code
 * @param {import('./tally.mjs').Tally} tally
 */
function judged({ project }, code, tally) {
  if (code === 0 || tally.failed > 0) return tally;
  return { ...tally, failed: 1, notes: [...tally.notes, `${project}: Jest ended with exit code ${code}`] };
}

/**
 * @param {Run} run
 * @param {string[]} extra
 * @returns {Promise<{ code: number, report: import('./tally.mjs').Report | null }>}
 */
async function runJest({ project, prepared: { node, env } }, extra) {
  const folder = await mkdtemp(path.join(tmpdir(), 'dispatch-jest-'));
  const outputFile = path.join(folder, 'report.json');
  const jest = path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const args = ['--selectProjects', project, '--ci', '--passWithNoTests', '--json', `--outputFile=${outputFile}`];
  try {
    const code = await runInFront(node, [...flags, jest, ...args, ...extra], { cwd: ROOT, env: testEnvironment(env) });
    const text = await readFile(outputFile, 'utf8').catch(() => null);
    return { code, report: text === null ? null : JSON.parse(text) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The environment of tests: nothing that points to a real database, server or mailbox.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
function testEnvironment(env) {
  const ours = /^(DATABASE_|TEMPORAL_|SMTP_|SENTRY_|LOG_LEVEL$|METRIC|STATSD_|SECRET_PROVIDER$|ENV_TAGS$|STATIC_DIR$|MJML_PATH$|AWS_|VITE_|VUE_APP_|DISPATCH_|PORT$|HOST$|WORKER_HEALTH_PORT$|EMBEDDED_)/;
  const kept = Object.entries(env).filter(
    ([name]) => !ours.test(name) || /^TEMPORAL_(CLI|TEST_SERVER)_PATH$|^DISPATCH_TEST_/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    NODE_ENV: 'test',
    // Pictures are for people who look at one page; DISPATCH_TEST_SHOTS=1 has them taken.
    DISPATCH_TEST_SHOTS: env['DISPATCH_TEST_SHOTS'] ?? '0',
    NODE_OPTIONS: [env['NODE_OPTIONS'], '--experimental-vm-modules', '--disable-warning=ExperimentalWarning']
      .filter(Boolean)
      .join(' '),
  };
}
