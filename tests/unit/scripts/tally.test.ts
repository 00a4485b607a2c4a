import { describe, expect, it } from '@jest/globals';
import { closingLine, filesToRepeat, selection, tallyOf, tallyOfTwo } from '../../../scripts/check/tally.mjs';

describe('what a project counts for', () => {
  it('counts tests', () => {
    expect(tallyOf('api', { numPassedTests: 12, numFailedTests: 2 })).toEqual({
      passed: 12,
      failed: 2,
      notes: [],
    });
  });
  it('counts a project without tests, and one that did not finish, as failed', () => {
    expect(tallyOf('e2e', { numPassedTests: 0, numFailedTests: 0 })).toEqual({
      passed: 0,
      failed: 1,
      notes: ['e2e: no test ran'],
    });
    expect(tallyOf('e2e', null).failed).toBe(1);
  });
  it('counts files that cannot run and skipped tests as failed', () => {
    const tally = tallyOf('unit', {
      numPassedTests: 3,
      numRuntimeErrorTestSuites: 1,
      numPendingTests: 2,
      numTodoTests: 1,
    });
    expect(tally).toMatchObject({ passed: 3, failed: 4 });
    expect(tally.notes).toHaveLength(2);
  });
  it('ends with one line over all', () => {
    expect(
      closingLine([
        { passed: 3, failed: 0 },
        { passed: 4, failed: 2 },
      ]),
    ).toBe('7 passed, 2 failed');
    expect(closingLine([])).toBe('0 passed, 0 failed');
  });
});

describe('files that ran a second time', () => {
  const test = (status: string, fullName: string) => ({ status, fullName });
  const sure = { name: '/t/sure.test.ts', status: 'passed', assertionResults: [test('passed', 'is sure')] };
  const shaky = {
    name: '/t/shaky.test.ts',
    status: 'failed',
    assertionResults: [test('passed', 'is quick'), test('failed', 'is in time')],
  };
  const broken = { name: '/t/broken.test.ts', status: 'failed', assertionResults: [] };
  const first = {
    numPassedTests: 2,
    numFailedTests: 1,
    numPendingTests: 0,
    numTodoTests: 0,
    numRuntimeErrorTestSuites: 1,
    testResults: [sure, shaky, broken],
  };
  const passedNow = {
    numPassedTests: 5,
    numFailedTests: 0,
    testResults: [
      { ...shaky, status: 'passed' },
      { ...broken, status: 'passed' },
    ],
  };

  it('are those that failed, unless that are too many to be chance', () => {
    expect(filesToRepeat(first)).toEqual(['/t/shaky.test.ts', '/t/broken.test.ts']);
    expect(filesToRepeat(null)).toEqual([]);
    expect(filesToRepeat({ testResults: [sure] })).toEqual([]);
    expect(filesToRepeat({ testResults: Array.from({ length: 5 }, () => shaky) })).toEqual([]);
  });
  it('count as passed when they passed then, and are named', () => {
    const tally = tallyOfTwo('smoke', first, passedNow);
    expect(tally).toMatchObject({ passed: 6, failed: 0 });
    expect(tally.notes).toEqual([
      'smoke: NEEDED A SECOND TRY: shaky.test.ts › is in time',
      'smoke: NEEDED A SECOND TRY: broken.test.ts (could not run)',
    ]);
  });
  it('count as failed when they fail again', () => {
    const again = {
      numPassedTests: 4,
      numFailedTests: 1,
      testResults: [shaky, { ...broken, status: 'passed' }],
    };
    const tally = tallyOfTwo('smoke', first, again);
    expect(tally).toMatchObject({ passed: 5, failed: 1 });
    expect(tally.notes).toEqual(['smoke: NEEDED A SECOND TRY: broken.test.ts (could not run)']);
  });
  it('count as they were when the second try did not finish, and a test that is skipped there as failed', () => {
    expect(tallyOfTwo('e2e', first, null)).toMatchObject({ passed: 2, failed: 2 });
    expect(tallyOfTwo('e2e', first, { ...passedNow, numPendingTests: 1 })).toMatchObject({ failed: 1 });
  });
});

describe('what a command line asks for', () => {
  const known = ['unit', 'api', 'e2e'];
  it('is everything when nothing is named', () => {
    expect(selection([], known)).toEqual({ checks: true, projects: known, jest: [], unknown: [] });
  });
  it('is what is named, in our order', () => {
    expect(selection(['api', 'unit'], known)).toMatchObject({ checks: false, projects: ['unit', 'api'] });
    expect(selection(['check'], known)).toMatchObject({ checks: true, projects: [] });
    expect(selection(['check', 'e2e'], known)).toMatchObject({ checks: true, projects: ['e2e'] });
  });
  it('hands options to Jest and reports names that do not exist', () => {
    expect(selection(['unit', '-t', 'ports'], known)).toMatchObject({
      projects: ['unit'],
      jest: ['-t', 'ports'],
    });
    expect(selection(['units'], known).unknown).toEqual(['units']);
  });
});
