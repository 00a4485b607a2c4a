import { describe, expect, it } from '@jest/globals';
import { closingLine, selection, tallyOf } from '../../../scripts/check/tally.mjs';

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
