import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectNames } from '../jest.config.js';
import { chromium } from './chromium.mjs';
import { CHECKS } from './check/static.mjs';
import { closingLine, selection, tallyOf } from './check/tally.mjs';
import { createReporter, duration } from './setup/console.mjs';
import { EXIT, Fault } from './setup/fault.mjs';
import { ROOT } from './setup/paths.mjs';
import { runInFront } from './setup/run.mjs';
import { prepare } from './setup.mjs';
import { motoPackages } from './moto.mjs';
import { temporalCli, temporalTestServer } from './temporal.mjs';

/** @typedef {import('./check/tally.mjs').Tally & { name: string, tookMs: number }} Result */

const reporter = createReporter();
let interrupted = false;
process.on('SIGINT', () => (interrupted = true));
process.on('SIGTERM', () => (interrupted = true));
process.exitCode = await main(process.argv.slice(2));

/**
 * @param {string[]} argv
 * @returns {Promise<number>} exit code
 */
async function main(argv) {
  const wanted = selection(argv, projectNames);
  if (wanted.unknown.length > 0) {
    reporter.error(
      `there is no project ${wanted.unknown.join(', ')}; there are: check, ${projectNames.join(', ')}`,
    );
    return EXIT.usage;
  }
  /** @type {Result[]} */
  const results = [];
  const prepared = await setUp(results, wanted.projects);
  if (prepared !== null) {
    if (wanted.checks) await runChecks(results, prepared.env);
    for (const project of wanted.projects) {
      if (!interrupted) results.push(await runProject(project, prepared, wanted.jest));
    }
  }
  if (interrupted) return EXIT.interrupted;
  return report(results);
}

/**
 * Brings what the projects need. What cannot be brought counts as a failed check, and the rest is run all the same.
 * @param {Result[]} results
 * @param {string[]} projects
 */
async function setUp(results, projects) {
  const has = (/** @type {string[]} */ ...names) => names.some((name) => projects.includes(name));
  const prepared = await attempt(results, 'setup', () =>
    prepare(reporter, has('smoke', 'e2e', 'api') ? ['packages', 'web'] : ['packages']),
  );
  if (prepared === null) return null;
  if (has('smoke', 'e2e', 'workflows', 'unit'))
    await attempt(results, 'Temporal CLI', () => temporalCli(reporter));
  if (has('workflows')) await attempt(results, 'Temporal test server', () => temporalTestServer(reporter));
  if (has('plugins')) await attempt(results, 'moto', () => motoPackages(reporter));
  if (has('e2e')) await attempt(results, 'Chromium', () => chromium(reporter));
  return prepared;
}

/**
 * @template T
 * @param {Result[]} results
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T | null>}
 */
async function attempt(results, name, work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    reporter.error(error.message);
    reporter.line(`    → ${error.remedy}`);
    results.push({
      name,
      passed: 0,
      failed: 1,
      notes: [`${name}: ${error.message.split('\n')[0]}`],
      tookMs: 0,
    });
    return null;
  }
}

/**
 * Runs the static checks, two at a time.
 * @param {Result[]} results
 * @param {NodeJS.ProcessEnv} env
 */
async function runChecks(results, env) {
  const queue = [...CHECKS];
  const lane = async () => {
    for (let check = queue.shift(); check !== undefined; check = queue.shift()) {
      const { name } = check;
      const since = performance.now();
      const wrong = await check.run(env);
      const tookMs = performance.now() - since;
      if (wrong !== null && typeof wrong === 'object') {
        reporter.warn(`${name}: ${wrong.unknown}`);
        results.push({ name, passed: 0, failed: 0, notes: [`${name}: ${wrong.unknown}`], tookMs });
        continue;
      }
      if (wrong === null)
        reporter.line(
          `  ${reporter.paint.green('✓')} ${name.padEnd(20)} ${reporter.paint.dim(duration(tookMs))}`,
        );
      else reporter.error(`${name}\n${wrong}`);
      results.push({
        name,
        passed: wrong === null ? 1 : 0,
        failed: wrong === null ? 0 : 1,
        notes: [],
        tookMs,
      });
    }
  };
  await Promise.all([lane(), lane()]);
}

/**
 * @param {string} project
 * @param {import('./setup.mjs').Prepared} prepared
 * @param {string[]} extra arguments for Jest
 * @returns {Promise<Result>}
 */
async function runProject(project, { node, env }, extra) {
  const since = performance.now();
  const folder = await mkdtemp(path.join(tmpdir(), 'dispatch-jest-'));
  const outputFile = path.join(folder, 'report.json');
  reporter.line(`\n  ${reporter.paint.bold(project)}`);
  const jest = path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const args = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    jest,
    '--selectProjects',
    project,
  ];
  args.push('--ci', '--passWithNoTests', '--json', `--outputFile=${outputFile}`, ...extra);
  try {
    const code = await runInFront(node, args, { cwd: ROOT, env: testEnvironment(env) });
    const text = await readFile(outputFile, 'utf8').catch(() => null);
    const tally = tallyOf(project, text === null ? null : JSON.parse(text));
    if (code !== 0 && tally.failed === 0) tally.notes.push(`${project}: Jest ended with exit code ${code}`);
    const failed = code !== 0 && tally.failed === 0 ? 1 : tally.failed;
    return { ...tally, failed, name: project, tookMs: performance.now() - since };
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
    NODE_OPTIONS: [env['NODE_OPTIONS'], '--experimental-vm-modules', '--disable-warning=ExperimentalWarning']
      .filter(Boolean)
      .join(' '),
  };
}

/**
 * @param {Result[]} results
 * @returns {number} exit code
 */
function report(results) {
  const { paint } = reporter;
  reporter.line();
  for (const { name, passed, failed, tookMs } of results) {
    const mark = failed > 0 ? paint.red('✗') : passed > 0 ? paint.green('✓') : paint.yellow('?');
    const counts = passed + failed === 0 ? 'not known' : `${passed} passed${failed === 0 ? '' : `, ${failed} failed`}`;
    reporter.line(`  ${mark} ${name.padEnd(22)} ${counts.padEnd(28)} ${paint.dim(duration(tookMs))}`);
  }
  for (const note of results.flatMap(({ notes }) => notes)) reporter.warn(note);
  reporter.line();
  reporter.line(closingLine(results));
  return results.some(({ failed }) => failed > 0) || results.length === 0 ? EXIT.failed : EXIT.ok;
}
