/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} notes what did not run as it should have, in words
 */

/**
 * What Jest's JSON report of one project counts for. A file that cannot run, a test that is skipped and a project
 * without any test count as failed: none of them proves anything.
 * @param {string} project
 * @param {{ numPassedTests?: number, numFailedTests?: number, numPendingTests?: number, numTodoTests?: number,
 *   numRuntimeErrorTestSuites?: number } | null} report null when there is none
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
