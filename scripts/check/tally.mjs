import path from 'node:path';

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} notes what did not run as it should have, in words
 */

/**
 * @typedef {object} FileResult one file of tests
 * @property {string} name its absolute path
 * @property {string} status `passed` or `failed`
 * @property {{ status: string, fullName: string }[]} assertionResults
 */

/**
 * @typedef {object} Report what is read of Jest's JSON report
 * @property {number} [numPassedTests]
 * @property {number} [numFailedTests]
 * @property {number} [numPendingTests]
 * @property {number} [numTodoTests]
 * @property {number} [numRuntimeErrorTestSuites]
 * @property {FileResult[]} [testResults]
 */

/**
 * What Jest's JSON report of one project counts for. A file that cannot run, a test that is skipped and a project
 * without any test count as failed: none of them proves anything.
 * @param {string} project
 * @param {Report | null} report null when there is none
 * @returns {Tally}
 */
export function tallyOf(project, report) {
  if (report === null) return { passed: 0, failed: 1, notes: [`${project}: Jest did not finish`] };
  const passed = report.numPassedTests ?? 0;
  const broken = report.numRuntimeErrorTestSuites ?? 0;
  const skipped = (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0);
  const notes = [];
  if (broken > 0) notes.push(`${project}: ${broken} file${broken === 1 ? '' : 's'} could not run`);
  if (skipped > 0) notes.push(`${project}: ${skipped} skipped, which counts as failed`);
  const failed = (report.numFailedTests ?? 0) + broken + skipped;
  if (passed + failed > 0) return { passed, failed, notes };
  return { passed, failed: 1, notes: [`${project}: no test ran`] };
}

/** More files than this do not fail by chance. */
const FLUKES = 4;

/**
 * The files to run a second time: those that failed, when they are few; none when nothing failed or too much did.
 * @param {Report | null} report
 * @returns {string[]} absolute paths
 */
export function filesToRepeat(report) {
  const failed = report === null ? [] : filesThat('failed', report);
  return failed.length > FLUKES ? [] : failed;
}

/**
 * What a project counts for whose failed files ran a second time: their second result in place of the first. What passed
 * only then is named, because a test that is not sure of itself is a fault too.
 * @param {string} project
 * @param {Report} first
 * @param {Report | null} second null when it did not finish; then the first result stands
 * @returns {Tally}
 */
export function tallyOfTwo(project, first, second) {
  if (second === null) return tallyOf(project, first);
  const repeated = (first.testResults ?? []).filter(({ status }) => status === 'failed');
  const tests = repeated.flatMap(({ assertionResults }) => assertionResults);
  const count = (/** @type {string[]} */ ...statuses) => tests.filter(({ status }) => statuses.includes(status)).length;
  const tally = tallyOf(project, {
    numPassedTests: (first.numPassedTests ?? 0) - count('passed') + (second.numPassedTests ?? 0),
    numFailedTests: second.numFailedTests ?? 0,
    numPendingTests: (first.numPendingTests ?? 0) - count('pending') + (second.numPendingTests ?? 0),
    numTodoTests: (first.numTodoTests ?? 0) - count('todo') + (second.numTodoTests ?? 0),
    numRuntimeErrorTestSuites: second.numRuntimeErrorTestSuites ?? 0,
  });
  const failedAgain = new Set(filesThat('failed', second));
  const passedNow = repeated.filter(({ name }) => !failedAgain.has(name));
  return { ...tally, notes: [...tally.notes, ...passedNow.map((file) => `${project}: NEEDED A SECOND TRY: ${namesOf(file)}`)] };
}

/** @param {FileResult} file */
function namesOf({ name, assertionResults }) {
  const failed = assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
  const file = path.basename(name);
  return failed.length === 0 ? `${file} (could not run)` : `${file} › ${failed.join('; ')}`;
}

/**
 * @param {string} wanted
 * @param {Report} report
 */
function filesThat(wanted, report) {
  return (report.testResults ?? []).filter(({ status }) => status === wanted).map(({ name }) => name);
}

/**
 * The closing line of a run.
 * @param {Pick<Tally, 'passed' | 'failed'>[]} tallies
 * @returns {string}
 */
export function closingLine(tallies) {
  const sum = (/** @type {'passed' | 'failed'} */ what) =>
    tallies.reduce((total, tally) => total + tally[what], 0);
  return `${sum('passed')} passed, ${sum('failed')} failed`;
}

/**
 * What a command line asks for: static checks, projects (both all when nothing is named), and arguments for Jest.
 * @param {string[]} argv
 * @param {string[]} known names of the projects
 * @returns {{ checks: boolean, projects: string[], jest: string[], unknown: string[] }}
 */
export function selection(argv, known) {
  const firstOption = argv.findIndex((arg) => arg.startsWith('-'));
  const names = firstOption === -1 ? argv : argv.slice(0, firstOption);
  const jest = firstOption === -1 ? [] : argv.slice(firstOption);
  const projects = known.filter((project) => names.includes(project));
  const unknown = names.filter((name) => name !== 'check' && !known.includes(name));
  if (names.length === 0) return { checks: jest.length === 0, projects: known, jest, unknown };
  return { checks: names.includes('check'), projects, jest, unknown };
}
