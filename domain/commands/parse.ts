import { ROLES, STAGES, type ReportBody, type Role, type Stage } from '../incident/types.ts';
import { GUIDES, guideOf } from './guide.ts';
import { join, tokenize, type Token } from './tokens.ts';
import type { Parsed, SlashCommand, SlashName } from './types.ts';
import { parseDuration, parseWhen } from './when.ts';

/** What the words after a command's name are parsed with. */
interface Words {
  /** Name as typed, lower case, without the slash. */
  typed: string;
  tokens: Token[];
  /** Everything after the name, as typed. */
  rest: string;
  now: string;
}
type Result = SlashCommand | { problem: string };
const problem = (text: string): { problem: string } => ({ problem: text });

const LONGEST_TITLE = 250;
const LONGEST_TEXT = 10_000;

const isStage = (word: string): word is Stage => (STAGES as readonly string[]).includes(word);
const isRole = (word: string): word is Role => (ROLES as readonly string[]).includes(word);
const looksLikePerson = (t: Token): boolean => !t.quoted && (t.text.startsWith('@') || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(t.text));
// People end a mention with a comma or full stop without meaning it.
const personOf = (t: Token): string => (t.quoted ? t.text : t.text.replace(/[,;.:]+$/, ''));
const orNull = (text: string): string | null => (text === '' ? null : text);

function stage({ tokens }: Words): Result {
  const word = tokens[0]?.text.toLowerCase();
  if (word === undefined) return problem('Say which stage');
  if (!isStage(word)) return problem(`\`${word}\` is no stage; there are ${STAGES.join(', ')}`);
  return { name: 'stage', stage: word, reason: orNull(join(tokens.slice(1))) };
}

function named(name: 'severity' | 'priority' | 'type'): (words: Words) => Result {
  return ({ tokens }) => (join(tokens) === '' ? problem(`Say which ${name}`) : { name, value: join(tokens) });
}

function title({ tokens }: Words): Result {
  const text = join(tokens);
  if (text === '') return problem('Say the new title');
  return text.length > LONGEST_TITLE ? problem(`A title has at most ${LONGEST_TITLE} characters; this has ${text.length}`) : { name: 'title', title: text };
}

function role({ typed, tokens }: Words): Result {
  const words = isRole(typed) ? [{ text: typed, quoted: false }, ...tokens] : tokens;
  const at = words.findIndex((t) => !t.quoted && isRole(t.text.toLowerCase()));
  const found = words[at]?.text.toLowerCase();
  if (found === undefined || !isRole(found)) return problem(`Say which role: ${ROLES.join(', ')}`);
  const who = words.filter((t, i) => i !== at && !(t.text === 'to' && !t.quoted));
  if (who.length === 0) return problem(`Say who becomes ${found}`);
  if (who.length > 1 && who.some(looksLikePerson)) return problem('Name one person');
  return { name: 'role', role: found, who: who.length === 1 && who[0] ? personOf(who[0]) : join(who) };
}

function add({ tokens }: Words): Result {
  const at = tokens.findIndex((t) => !t.quoted && t.text.toLowerCase() === 'as');
  const asked = at === -1 ? 'participant' : (tokens[at + 1]?.text.toLowerCase() ?? '');
  if (!isRole(asked)) return problem(`After \`as\` comes a role: ${ROLES.join(', ')}`);
  const who = (at === -1 ? tokens : tokens.slice(0, at)).map(personOf).filter((w) => w !== '' && w !== 'and');
  if (who.length === 0) return problem('Say whom to add');
  return who.length > 20 ? problem('Add at most 20 people at once') : { name: 'add', who, role: asked };
}

function remove({ tokens }: Words): Result {
  const who = tokens.length === 1 && tokens[0] ? personOf(tokens[0]) : join(tokens);
  return who === '' ? problem('Say whom to remove') : { name: 'remove', who };
}

// "Write it down for @ana": once the person is taken out, the word that led to them goes too.
function withoutLink(words: readonly Token[], hasPerson: boolean): string {
  const last = words.at(-1);
  const isLink = hasPerson && words.length > 1 && last !== undefined && !last.quoted && /^(for|to)$/i.test(last.text);
  return join(isLink ? words.slice(0, -1) : words);
}

function task({ tokens, now }: Words): Result {
  const dueAtWord = tokens.findLastIndex((t) => !t.quoted && /^due:?$/i.test(t.text));
  const due = dueAtWord > 0 ? join(tokens.slice(dueAtWord + 1).filter((t) => !looksLikePerson(t) && !/^(in|at|on|by)$/i.test(t.text))) : '';
  const dueAt = dueAtWord > 0 ? parseWhen(due, now) : null;
  if (dueAtWord > 0 && dueAt === null) return problem(`\`${due}\` is no time that is understood; write 30m, 2h, 3d, tomorrow, 2026-12-01 or 2026-12-01T15:00Z (when “due” belongs to the title, put the title in quotes)`);
  const [first, ...others] = dueAtWord > 0 ? tokens.slice(0, dueAtWord) : tokens;
  // After a title in quotes, whatever is left is the assignee: `/task "Rotate the key" me`.
  if (first?.quoted === true && others.length > 0 && !tokens.some(looksLikePerson)) return checked({ name: 'task', title: first.text, who: join(others), dueAt });
  const people = tokens.filter(looksLikePerson);
  if (people.length > 1) return problem('A task has one assignee; name one person');
  const words = (dueAtWord > 0 ? tokens.slice(0, dueAtWord) : tokens).filter((t) => !looksLikePerson(t));
  const text = withoutLink(words, people.length > 0);
  return checked({ name: 'task', title: text, who: people[0] ? personOf(people[0]) : null, dueAt });
}

function checked(command: Extract<SlashCommand, { name: 'task' }>): Result {
  if (command.title === '') return problem('Say what is to be done');
  return command.title.length > LONGEST_TITLE ? problem(`A task's title has at most ${LONGEST_TITLE} characters; this has ${command.title.length}`) : command;
}

function done({ tokens }: Words): Result {
  const word = tokens[0]?.text.replace(/^#/, '') ?? '';
  return /^\d{1,4}$/.test(word) && Number(word) > 0 ? { name: 'done', number: Number(word) } : problem('Say the number of the task in `/list-tasks`');
}

function note({ rest }: Words): Result {
  if (rest === '') return problem('Say what the timeline should remember');
  return rest.length > LONGEST_TEXT ? problem(`A note has at most ${LONGEST_TEXT} characters`) : { name: 'note', text: rest };
}

function reportOf(kind: string, [first, second, third]: string[]): ReportBody | null {
  if (!first || !second || !third) return null;
  if (kind === 'tactical') return { kind, conditions: first, actions: second, needs: third };
  return kind === 'executive' ? { kind, currentStatus: first, overview: second, nextSteps: third } : null;
}

function report({ rest }: Words): Result {
  const kind = (/^\S+/.exec(rest)?.[0] ?? '').toLowerCase();
  if (kind !== 'tactical' && kind !== 'executive') return problem('Say which report: tactical or executive');
  const fields = rest.slice(kind.length).split(';').map((f) => f.trim());
  const names = kind === 'tactical' ? 'conditions; actions; needs' : 'current status; overview; next steps';
  const body = fields.length === 3 ? reportOf(kind, fields) : null;
  return body ? { name: 'report', report: body } : problem(`A ${kind} report has three parts with semicolons between them (${names}); this has ${fields.filter((f) => f !== '').length}`);
}

function snooze({ tokens, now }: Words): Result {
  const kind = tokens[0]?.text.toLowerCase();
  if (kind !== 'tactical' && kind !== 'executive') return problem('Say which reminder: tactical or executive');
  const wait = parseDuration(join(tokens.slice(1)));
  if (wait === null || wait < 300_000 || wait > 86_400_000) return problem('Say for how long, from 5m to 24h');
  return { name: 'snooze', kind, until: new Date(Date.parse(now) + wait).toISOString() };
}

function stepCommand(name: 'retry' | 'skip'): (words: Words) => Result {
  return ({ tokens }) => {
    const words = tokens[0]?.text.toLowerCase() === 'step' && tokens.length > 1 ? tokens.slice(1) : tokens;
    const step = words[0]?.text.toLowerCase();
    if (step === undefined) return problem('Say which step');
    return name === 'retry' ? { name, step } : { name, step, reason: orNull(join(words.slice(1))) };
  };
}

const plain = (name: 'summary' | 'tasks' | 'participants' | 'join') => (): Result => ({ name });
const PARSERS: Record<SlashName, (words: Words) => Result> = {
  help: ({ tokens }) => ({ name: 'help', topic: tokens[0]?.text ?? null }),
  summary: plain('summary'), tasks: plain('tasks'), participants: plain('participants'), join: plain('join'),
  severity: named('severity'), priority: named('priority'), type: named('type'),
  retry: stepCommand('retry'), skip: stepCommand('skip'),
  stage, title, role, add, remove, task, done, note, report, snooze,
};

/** True when a message is meant as a command: its first character is a slash followed by a letter or `?`. */
export function isCommand(text: string): boolean {
  return /^\/[a-z?]/i.test(text);
}

/** Parses a typed command such as `/stage stable`; `now` (ISO) is what durations count from. */
export function parseCommand(text: string, now: string): Parsed {
  const name = /^\/(\S*)/.exec(text.trim())?.[1]?.toLowerCase() ?? '';
  if (name === '?') return { ok: true, command: { name: 'help', topic: null } };
  const guide = guideOf(name);
  if (!guide) return { ok: false, error: unknown(name) };
  const rest = text.trim().slice(name.length + 1).trim();
  const result = PARSERS[guide.name]({ typed: name, tokens: tokenize(rest), rest, now });
  if (!('problem' in result)) return { ok: true, command: result };
  return { ok: false, error: `${result.problem}.\n\nIt is written \`${guide.usage}\`, for example \`${guide.example}\`.` };
}

function unknown(name: string): string {
  const near = GUIDES.find((g) => [g.name, ...g.aliases].some((n) => n.startsWith(name.slice(0, 3)) && name.length >= 3));
  const hint = near ? ` Did you mean \`/${near.name}\`?` : '';
  return `There is no command \`/${name.slice(0, 60)}\`.${hint} \`/help\` shows all of them. To post text that begins with a slash, put a space before it.`;
}
