import { projectNames } from '../jest.config.js';
import { chromium } from './chromium.mjs';
import { CHECKS } from './check/static.mjs';
import { runProject } from './check/jest.mjs';
import { closingLine, selection } from './check/tally.mjs';
import { createReporter, duration } from './setup/console.mjs';
import { EXIT, Fault } from './setup/fault.mjs';
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
      if (!interrupted) results.push(await runTimed(project, prepared, wanted.jest));
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
 * Runs the static checks: two at a time of those that compute, and beside them, one after another, those that wait for others.
 * @param {Result[]} results
 * @param {NodeJS.ProcessEnv} env
 */
async function runChecks(results, env) {
  const lane = async (/** @type {import('./check/static.mjs').Check[]} */ queue) => {
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
  const computing = CHECKS.filter(({ waits }) => waits !== true);
  await Promise.all([lane(CHECKS.filter(({ waits }) => waits === true)), lane(computing), lane(computing)]);
}

/**
 * @param {string} project
 * @param {import('./setup.mjs').Prepared} prepared
 * @param {string[]} extra arguments for Jest
 * @returns {Promise<Result>}
 */
async function runTimed(project, prepared, extra) {
  const since = performance.now();
  reporter.line(`\n  ${reporter.paint.bold(project)}`);
  const tally = await runProject({ project, prepared, extra }, (text) => reporter.warn(text));
  return { ...tally, name: project, tookMs: performance.now() - since };
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
