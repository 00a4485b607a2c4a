import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { summaryCards, participantsPage } from '../../activities/messages/conversation/summary.ts';
import { opensForm, readTyped } from '../../api/interactions/commands.ts';
import type { Field } from '../../plugins/contract.ts';
import { checkBlocks } from '../../plugins/slack/fake/blocks.ts';
import { ALL_SCOPES } from '../../plugins/slack/fake/workspace.ts';
import { typedText } from '../../plugins/slack/inbound/command.ts';
import { manifestOf, SLASH_COMMANDS } from '../../plugins/slack/manifest.ts';
import { METHODS, type SlackMethod } from '../../plugins/slack/methods.ts';
import { createPace } from '../../plugins/slack/pace.ts';
import { EVENTS, lackingScopes, SCOPES } from '../../plugins/slack/scopes.ts';
import { commandNames } from '../../plugins/slack/settings.ts';
import { textLength } from '../../plugins/slack/markdown.ts';
import { cardBlocks, messageBlocks } from '../../plugins/slack/views/cards.ts';
import { formModal } from '../../plugins/slack/views/modal.ts';
import { declared, NADIA, OMAR } from '../support/incident-builders.ts';
import { after } from './domain/run.ts';

const FOLDER = join(import.meta.dirname, '../../plugins/slack');
const AT = { webUrl: 'https://dispatch.acme.example', organization: 'acme', commandPrefix: '/dispatch', commandNames: '' };

/** Methods that the plugin's source names, the fake left out. */
function methodsCalled(): string[] {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.startsWith('fake') && file !== 'methods.ts');
  const texts = files.map((file) => readFileSync(join(FOLDER, file), 'utf8'));
  return [...new Set(texts.flatMap((text) => [...text.matchAll(/'((?:admin\.)?(?:conversations|chat|pins|bookmarks|users|views|canvases|auth|reactions|team|files)\.[A-Za-z.]+)'/g)].map((m) => m[1] ?? '')))].sort();
}

describe('scopes and manifest', () => {
  it('has every method that is called in its table, and calls every method that is there', () => {
    expect(methodsCalled()).toEqual(Object.keys(METHODS).sort());
  });

  it('asks for every scope that a method or event needs, and for no other', () => {
    const needed = new Set([...Object.values(METHODS).flatMap(({ scopes }) => scopes), ...EVENTS.flatMap(({ scope }) => scope ?? []), 'commands']);
    expect([...SCOPES].sort()).toEqual([...needed].sort());
    expect(new Set(SCOPES).size).toBe(SCOPES.length);
  });

  it('is tried with the scopes that the manifest asks for, and with no other', () => {
    expect([...ALL_SCOPES].sort()).toEqual([...SCOPES].sort());
  });

  it('says which feature lacks which scope', () => {
    expect(lackingScopes([...SCOPES])).toEqual([]);
    expect(lackingScopes(SCOPES.filter((scope) => scope !== 'canvases:write'))).toEqual(['canvases:write (canvas of participants)']);
  });

  it('makes a manifest within Slack’s limits whose addresses are those of the organization', () => {
    const { features, settings, oauth_config } = manifestOf({ ...AT, isSocket: false });
    expect(features?.slash_commands?.map(({ command }) => command)).toEqual(['/dispatch', ...SLASH_COMMANDS.map(({ name }) => `/dispatch-${name}`)]);
    expect(features?.slash_commands?.every(({ command, description, url }) => command.length <= 32 && description.length <= 2000 && url === 'https://dispatch.acme.example/api/v1/acme/events/slack/command')).toBe(true);
    expect(features?.shortcuts?.every(({ name, callback_id }) => name.length <= 24 && callback_id.length <= 255)).toBe(true);
    expect(features?.unfurl_domains).toEqual(['dispatch.acme.example']);
    expect(settings?.interactivity).toMatchObject({ request_url: expect.stringMatching(/\/action$/), message_menu_options_url: expect.stringMatching(/\/menu$/) });
    expect(oauth_config?.scopes?.bot).toEqual([...SCOPES]);
  });

  it('names no addresses in socket mode', () => {
    expect(JSON.stringify(manifestOf({ ...AT, isSocket: true }))).not.toContain('/events/slack');
  });

  it('uses one’s own names of commands, which mean the same when they are typed', () => {
    const names = 'report-incident=/incident, list-tasks=/tasks';
    const commands = manifestOf({ ...AT, commandNames: names, isSocket: false }).features?.slash_commands?.map(({ command }) => command);
    expect(commands).toEqual(expect.arrayContaining(['/incident', '/tasks', '/dispatch-summary']));
    expect(typedText({ commandPrefix: '/dispatch', commandNames: names }, { command: '/incident', text: 'Cards fail' })).toBe('report-incident Cards fail');
    expect(typedText({ commandPrefix: '/dispatch', commandNames: names }, { command: '/dispatch-summary', text: '' })).toBe('summary');
    expect([commandNames('report-incident'), commandNames('x=/A'), commandNames('a=/x,b=/x')]).toEqual([null, null, null]);
  });

  it.each(SLASH_COMMANDS.map(({ name }) => name))('knows the command %s', (name) => {
    expect(readTyped(name).word).toBe(name);
  });

  it('opens forms for what is asked with one', () => {
    expect(['report-incident', 'update-participant', 'notifications-group', 'engage-oncall', 'update-incident now', 'create-task', 'report-tactical'].map(opensForm)).toEqual([true, true, true, true, true, true, true]);
    expect(['INC-42 feedback', 'INC-42 stage', 'INC-42', 'INC-42 stage active'].map(opensForm)).toEqual([true, true, false, false]);
    expect(readTyped('/inc-42  stage active It is back')).toEqual({ key: 'inc-42', word: 'stage', rest: 'active It is back' });
    expect(readTyped('declare INC-42 is back')).toEqual({ key: null, word: 'declare', rest: 'INC-42 is back' });
    expect(['create-task "x"', 'add-timeline-event x', 'report-tactical a; b; c', 'summary', 'list-workflows', 'assign-role scribe @tom'].map(opensForm)).toEqual([false, false, false, false, false, false]);
  });
});

describe('the pace of calls', () => {
  const started = Date.UTC(2030, 0, 1);
  function paced() {
    let now = started;
    const pace = createPace({ now: () => now, sleep: async (ms) => void (now += ms) });
    return { pace, now: () => now - started, later: (ms: number) => void (now += ms) };
  }
  const call = (method: SlackMethod, patienceMs = 60_000, channel: string | null = null) => ({ method, channel, patienceMs });

  it('never lets more calls go in a minute than the tier takes, and keeps their order', async () => {
    const { pace, now } = paced();
    const at: number[] = [];
    for (let n = 0; n < 70; n += 1) {
      expect(await pace.turn(call('conversations.create'))).toBe(0);
      at.push(now());
    }
    const most = Math.max(...at.map((time) => at.filter((other) => other > time - 60_000 && other <= time).length));
    expect(most).toBe(20);
    expect(at).toEqual(at.toSorted((a, b) => a - b));
    expect(at.at(-1)).toBe(180_000);
  });

  it('says how long it takes when that is too long, and counts that call not', async () => {
    const { pace, later } = paced();
    for (let n = 0; n < 20; n += 1) await pace.turn(call('pins.add'));
    expect(await pace.turn(call('pins.add', 1_000))).toBe(60_000);
    expect(await pace.turn(call('views.open', 0))).toBe(0);
    later(59_500);
    expect(await pace.turn(call('pins.add', 1_000))).toBe(0);
  });

  it('holds back a method that Slack wants left alone, and no other', async () => {
    const { pace, later } = paced();
    pace.hold('chat.update', 30_000);
    expect(await pace.turn(call('chat.update', 1_000))).toBe(30_000);
    expect(await pace.turn(call('chat.postMessage', 0, 'C1'))).toBe(0);
    later(30_000);
    expect(await pace.turn(call('chat.update', 0))).toBe(0);
  });

  it('keeps a busy channel from holding up the others', async () => {
    const { pace } = paced();
    for (let n = 0; n < 60; n += 1) await pace.turn(call('chat.postMessage', 0, 'C1'));
    expect(await pace.turn(call('chat.postMessage', 0, 'C1'))).toBeGreaterThan(0);
    expect(await pace.turn(call('chat.postMessage', 0, 'C2'))).toBe(0);
  });
});

describe('the summary', () => {
  const base = after(declared(), 'createTask', { taskId: 'task-1', title: 'Rotate *the* key', description: '', kind: 'response', assignee: OMAR, dueAt: null });
  const input = (state = base) => ({ state, url: 'https://dispatch.example/incidents/1', costText: '$120', nextReportAt: null });

  it('says where the incident stands and offers what can be done, as Slack takes it', () => {
    const blocks = cardBlocks(summaryCards(input()), 45);
    checkBlocks(blocks, 'message');
    const text = JSON.stringify(blocks);
    for (const part of ['Active since', NADIA.name, '$120', 'Rotate', OMAR.name, '"Join"', '"Take command"', '"Change stage"', '"Update"', '"Task"', '"Report"']) expect(text).toContain(part);
  });

  it('is the same for the same state, so that nothing is changed in vain', () => {
    expect(summaryCards(input())).toEqual(summaryCards(input()));
  });

  it('shows steps that wait for somebody with a way to try them again', () => {
    const failed = { ...base, steps: { ...base.steps, conference: { state: 'failed' as const, run: 1, attempts: 3, lastError: 'Zoom said no', since: base.declaredAt } } };
    expect(summaryCards(input(failed)).at(-1)).toMatchObject({ buttons: [{ action: 'retry-step', value: `${base.id} conference` }] });
  });

  it('lists people under the role that they hold', () => {
    const { markdown } = participantsPage({ state: base });
    expect(markdown).toMatch(/## Commander\n\n- Nadia/);
  });
});

describe('what is more than Slack takes', () => {
  it('is left out of a message with a word about it', () => {
    const cards = Array.from({ length: 20 }, (_, n) => ({ markdown: `${n} ${'word '.repeat(n === 0 ? 4000 : 200)}` }));
    const blocks = messageBlocks(cards.slice(1), 48);
    checkBlocks(blocks, 'message');
    expect(textLength(blocks)).toBeLessThan(10_100);
    expect(JSON.stringify(blocks.at(-1))).toMatch(/and \d+ more on the web/);
    expect(textLength(messageBlocks(cards.slice(0, 1), 48))).toBeLessThan(10_100);
  });

  it('keeps the entry that is chosen among a hundred, and asks nothing where there is nothing to choose', async () => {
    const options = Array.from({ length: 130 }, (_, n) => ({ value: `type-${n}`, label: `Type ${n}` }));
    const fields: Field[] = [{ kind: 'select', name: 'type', label: 'Type', options, value: 'type-120' }, { kind: 'select', name: 'none', label: 'Project', options: [] }];
    const nobody = { byEmail: async () => null, byId: async () => null, manyByEmail: async () => new Map(), manyById: async () => new Map() };
    const view = await formModal({ id: 'x', title: 'A form', submit: 'OK', context: '', fields }, nobody);
    const blocks: unknown = Reflect.get(view, 'blocks');
    if (!Array.isArray(blocks)) throw new Error('a modal has blocks');
    checkBlocks(blocks, 'modal');
    expect(JSON.stringify(blocks)).toMatch(/"initial_option":\{"text":\{"type":"plain_text","text":"Type 120"/);
    expect(JSON.stringify(blocks[1])).toContain('nothing to choose from');
  });
});

describe('the table of what the web and Slack can do', () => {
  const ROOT = join(import.meta.dirname, '../..');
  const page = readFileSync(join(ROOT, 'docs/slack.md'), 'utf8');
  const files = new Map([...page.matchAll(/\*\*([A-Z])\*\* `(tests\/[^`]+)`/g)].map(([, mark = '', file = '']) => [mark, readFileSync(join(ROOT, file), 'utf8')]));
  const cases = readdirSync(join(ROOT, 'tests/support/slack-parity')).map((file) => readFileSync(join(ROOT, 'tests/support/slack-parity', file), 'utf8')).join('\n');
  const table = page.slice(page.indexOf('| on the web | in Slack | proof |')).split('\n\n')[0]?.split('\n').slice(2) ?? [];
  const rows = table.map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));

  it('has a row for each case that is run, and no other', () => {
    const run = [...cases.matchAll(/^ {2}row: '(.+)',$/gm)].map((m) => m[1]);
    expect(rows.map(([row]) => row).toSorted()).toEqual(run.toSorted());
    expect(new Set(run).size).toBe(run.length);
  });

  it.each(rows)('proves: %s', (...cells) => {
    expect(cells).toHaveLength(3);
    expect(cells).not.toContain('');
    const [row = '', , proof = ''] = cells;
    const quotes = [...proof.matchAll(/(?:^|, )([A-Z]) “([^”]+)”/g)];
    expect(quotes.map(([whole]) => whole).join('')).toBe(proof);
    const [[, mark, proven] = []] = quotes;
    expect(mark).toBe('E');
    expect(cases).toContain(`row: '${row}',\n  proves: '${proven}',`);
    for (const [, other = '', words = ''] of quotes.slice(1)) expect(files.get(other)).toContain(words);
  });
});
