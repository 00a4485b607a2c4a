import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GUIDES, guideOf, helpText } from '../../domain/commands/guide.ts';
import { isCommand, parseCommand } from '../../domain/commands/parse.ts';
import type { SlashCommand } from '../../domain/commands/types.ts';
import { parseDuration, parseWhen } from '../../domain/commands/when.ts';

const NOW = '2026-11-21T10:00:00.000Z';
const parsed = (text: string): SlashCommand => {
  const result = parseCommand(text, NOW);
  if (!result.ok) throw new Error(result.error);
  return result.command;
};
const refused = (text: string): string => {
  const result = parseCommand(text, NOW);
  if (result.ok) throw new Error(`${text} was understood as ${JSON.stringify(result.command)}`);
  return result.error;
};

describe('typed commands', () => {
  it.each<[string, SlashCommand]>([
    ['/stage stable', { name: 'stage', stage: 'stable', reason: null }],
    ['/stage Closed all quiet for an hour', { name: 'stage', stage: 'closed', reason: 'all quiet for an hour' }],
    ['/severity High', { name: 'severity', value: 'High' }],
    ['/priority "Very High"', { name: 'priority', value: 'Very High' }],
    ['/title  Cards are   refused', { name: 'title', title: 'Cards are refused' }],
    ['/commander @ana', { name: 'role', role: 'commander', who: '@ana' }],
    ['/role scribe to ana@example.com', { name: 'role', role: 'scribe', who: 'ana@example.com' }],
    ['/assign-role @ana liaison', { name: 'role', role: 'liaison', who: '@ana' }],
    ['/role commander Ana Petrova', { name: 'role', role: 'commander', who: 'Ana Petrova' }],
    ['/add @ana, bo@example.com', { name: 'add', who: ['@ana', 'bo@example.com'], role: 'participant' }],
    ['/add @ana as observer', { name: 'add', who: ['@ana'], role: 'observer' }],
    ['/remove me', { name: 'remove', who: 'me' }],
    ['/task "Rotate the key" @ana due 2h', { name: 'task', title: 'Rotate the key', who: '@ana', dueAt: '2026-11-21T12:00:00.000Z' }],
    ['/task Write it down for @ana', { name: 'task', title: 'Write it down', who: '@ana', dueAt: null }],
    ['/task “Check the disk” due tomorrow @bo', { name: 'task', title: 'Check the disk', who: '@bo', dueAt: '2026-11-22T23:59:00.000Z' }],
    ['/task "Rotate the key" me due 2h', { name: 'task', title: 'Rotate the key', who: 'me', dueAt: '2026-11-21T12:00:00.000Z' }],
    ['/task "Rotate the key" Ana Petrova', { name: 'task', title: 'Rotate the key', who: 'Ana Petrova', dueAt: null }],
    ['/done #3', { name: 'done', number: 3 }],
    ['/note We failed over.\nIt helped.', { name: 'note', text: 'We failed over.\nIt helped.' }],
    ['/report tactical errors at 3 %; rolling back; nobody', { name: 'report', report: { kind: 'tactical', conditions: 'errors at 3 %', actions: 'rolling back', needs: 'nobody' } }],
    ['/report executive down; since nine; fix by ten', { name: 'report', report: { kind: 'executive', currentStatus: 'down', overview: 'since nine', nextSteps: 'fix by ten' } }],
    ['/snooze tactical 30m', { name: 'snooze', kind: 'tactical', until: '2026-11-21T10:30:00.000Z' }],
    ['/retry step conference', { name: 'retry', step: 'conference' }],
    ['/skip conference we use the bridge', { name: 'skip', step: 'conference', reason: 'we use the bridge' }],
    ['/summary', { name: 'summary' }],
    ['/list-tasks', { name: 'tasks' }],
    ['/participants', { name: 'participants' }],
    ['/help task', { name: 'help', topic: 'task' }],
    ['/?', { name: 'help', topic: null }],
  ])('%s', (text, command) => {
    expect(parsed(text)).toEqual(command);
  });

  it('never loses a due date that it does not understand, and takes "due" in quotes for words', () => {
    expect(refused('/task Pay what is due next year perhaps')).toContain('put the title in quotes');
    expect(parsed('/task "Pay what is due next year"')).toMatchObject({ title: 'Pay what is due next year', dueAt: null });
  });

  it.each([
    ['/stage', 'Say which stage'],
    ['/stage asleep', 'active, stable, closed, review'],
    ['/role @ana', 'Say which role'],
    ['/role commander', 'Say who becomes commander'],
    ['/add @ana as boss', 'After `as` comes a role'],
    ['/task', 'Say what is to be done'],
    ['/task x due someday', '`someday` is no time'],
    ['/task x due 2026-02-30', 'is no time'],
    ['/task a @ana @bo', 'one assignee'],
    ['/done me', 'Say the number'],
    ['/report tactical one; two', 'three parts'],
    ['/report', 'tactical or executive'],
    ['/snooze tactical 2m', 'from 5m to 24h'],
    [`/title ${'x'.repeat(251)}`, 'at most 250'],
    ['/retry', 'Say which step'],
  ])('%s is refused with what is wrong and how it is written', (text, part) => {
    const error = refused(text);
    expect(error).toContain(part);
    expect(error).toContain('for example');
  });

  it('names a command that is near, and how to post text with a slash', () => {
    expect(refused('/taks')).toContain('There is no command `/taks`');
    expect(refused('/severities High')).toContain('Did you mean `/severity`?');
    expect(refused('/etc/passwd is readable')).toContain('put a space before it');
  });

  it('takes only a slash with a word for a command', () => {
    expect(isCommand('/help')).toBe(true);
    expect(isCommand(' /help')).toBe(false);
    expect(isCommand('/ 2 of them')).toBe(false);
    expect(isCommand('//')).toBe(false);
    expect(isCommand('a /help')).toBe(false);
  });

  it('explains every command, and each example in the help works', () => {
    for (const guide of GUIDES) {
      expect(helpText(null)).toContain(guide.usage);
      expect(parsed(guide.example).name).toBe(guide.name);
      for (const alias of guide.aliases) expect(guideOf(alias)).toBe(guide);
    }
    expect(helpText('task')).toContain('For example');
    expect(helpText('nonsense')).toContain('There is no command `nonsense`');
  });

  it('answers any text with a command or a sentence, and never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...GUIDES.map((g) => g.name)), (text, name) => {
        const result = parseCommand(`/${name} ${text}`, NOW);
        return result.ok ? result.command.name === name || name === 'help' : result.error.length > 0;
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => typeof parseCommand(`/${text}`, NOW).ok === 'boolean'));
  });
});

describe('times as people write them', () => {
  it.each([
    ['30m', 1_800_000], ['2h', 7_200_000], ['1h30m', 5_400_000], ['3 d', 259_200_000], ['1w', 604_800_000], ['90min', 5_400_000],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '0m', 'h', '5', '5y', '-3h', '99999d', '1h x'])('%j is no duration', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it.each([
    ['2026-12-01', '2026-12-01T23:59:00.000Z'],
    ['2026-12-01 15:00', '2026-12-01T15:00:00.000Z'],
    ['2026-12-01T15:00:30+01:00', '2026-12-01T14:00:30.000Z'],
    ['today', '2026-11-21T23:59:00.000Z'],
    ['1d', '2026-11-22T10:00:00.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(parseWhen(text, NOW)).toBe(iso);
  });

  it.each(['2026-13-01', '2026-04-31', '2026-12-01T25:00', 'later', '20261201'])('%j is no time', (text) => {
    expect(parseWhen(text, NOW)).toBeNull();
  });
});
