import { describe, expect, it } from '@jest/globals';
import { setupOf } from '../../../domain/setup/decide.ts';
import { SETUP_ITEMS, type SetupFacts } from '../../../domain/setup/types.ts';

const FRESH: SetupFacts = {
  sendsMail: false,
  members: 1,
  openInvitations: 0,
  pendingRequests: 0,
  hasConversationPlugin: false,
  engagementRules: 0,
  administrators: 1,
  administratorsWithoutFactor: 1,
  hasIncident: false,
  settledByWord: [],
};
const done = (facts: Partial<SetupFacts>): string[] => setupOf({ ...FRESH, ...facts }).items.filter(({ isDone }) => isDone).map(({ id }) => id);

describe('getting started', () => {
  it('has everything to do in an organization that was just made, in its order', () => {
    expect(setupOf(FRESH)).toEqual({ isComplete: false, items: SETUP_ITEMS.map((id) => ({ id, isDone: false })) });
  });

  it.each<[string, Partial<SetupFacts>, string[]]>([
    ['mail leaves', { sendsMail: true }, ['mail']],
    ['a second member', { members: 2 }, ['people']],
    ['somebody is invited', { openInvitations: 1 }, ['people']],
    ['somebody waits for a decision', { members: 9, pendingRequests: 1 }, []],
    ['a plugin for conversations', { hasConversationPlugin: true }, ['conversation']],
    ['the built-in conversation was chosen', { settledByWord: ['conversation'] }, ['conversation']],
    ['somebody is called', { engagementRules: 1 }, ['process']],
    ['the process is right as it came', { settledByWord: ['process'] }, ['process']],
    ['one of two administrators has a second factor', { members: 2, administrators: 2 }, ['people']],
    ['every administrator has a second factor', { administratorsWithoutFactor: 0 }, ['second-factor']],
    ['nobody administrates', { administrators: 0, administratorsWithoutFactor: 0 }, []],
    ['an incident', { hasIncident: true }, ['incident']],
  ])('%s', (_name, facts, expected) => {
    expect(done(facts)).toEqual(expected);
  });

  it('is complete when every item is done', () => {
    expect(setupOf({ ...FRESH, sendsMail: true, members: 2, settledByWord: ['conversation', 'process'], administratorsWithoutFactor: 0, hasIncident: true }).isComplete).toBe(true);
  });
});
