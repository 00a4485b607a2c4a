import { stepsOfDeclaration } from '../../domain/incident/arming.ts';
import type { PersonRef, Stage } from '../../domain/incident/types.ts';
import { HOUR, MINUTE, plus } from '../../domain/time.ts';
import { type Chance, uuidOf } from './random.ts';
import { EXCHANGES } from './remarks.ts';
import type { Scenario } from './scenarios.ts';
import { endStory } from './story-end.ts';
import { command, runSteps, type Telling } from './telling.ts';

/** How far an incident has come by now. */
export interface Ending {
  stage: Stage;
  published: boolean;
}
/** Who is there to act. */
export interface Cast {
  commander: PersonRef;
  reporter: PersonRef;
  scribe: PersonRef;
  liaison: PersonRef | null;
  helpers: PersonRef[];
}
/** A line of the conversation. */
export interface Line {
  author: PersonRef;
  at: string;
  body: string;
}
/** What a story needs beside its telling. */
export interface Plot {
  scenario: Scenario;
  variant: string;
  cast: Cast;
  ending: Ending;
  chance: Chance;
  /** Nothing happens after this. */
  now: string;
}

/** Tells an incident from its declaration to its ending; answers the conversation that goes with it. */
export function tellStory(telling: Telling, plot: Plot): Line[] {
  const { scenario, variant, cast, ending, chance, now } = plot;
  const said = (text: string): string => text.replaceAll('{x}', variant);
  const lines: Line[] = [];
  let clock = plus(telling.state.declaredAt, 400);
  const advance = (low: number, high: number): string => {
    const next = plus(clock, Math.round((low + chance.next() * (high - low)) / 1000) * 1000);
    clock = next > now ? plus(now, -1000) : next;
    return clock;
  };
  runSteps(telling, stepsOfDeclaration(telling.state), clock);
  gather(telling, cast, () => advance(20_000, 2 * MINUTE));
  lines.push({ author: cast.reporter, at: advance(5000, MINUTE), body: said(scenario.description) });
  for (const finding of scenario.findings) {
    lines.push(...chatter(plot, () => advance(15_000, 2 * MINUTE)));
    const author = chance.pick([cast.commander, cast.scribe, ...cast.helpers]);
    lines.push({ author, at: advance(MINUTE, 9 * MINUTE), body: said(finding) });
    command(telling, 'addNote', { data: { text: said(finding), at: null }, by: cast.scribe, at: advance(10_000, MINUTE) });
  }
  workOn(telling, plot, { said, advance });
  if (ending.stage === 'active') return lines;
  lines.push({ author: cast.commander, at: advance(MINUTE, 20 * MINUTE), body: said(scenario.fix) });
  command(telling, 'changeStage', { data: { stage: 'stable', reason: said(scenario.fix) }, by: cast.commander, at: advance(MINUTE, 30 * MINUTE) });
  if (ending.stage === 'stable') return lines;
  endStory(telling, plot, { said, advance });
  return lines;
}

/** Fills in the variant, and moves the clock on by a random time between two bounds in milliseconds (never past the plot's `now`). */
export interface Voice {
  said: (text: string) => string;
  advance: (low: number, high: number) => string;
}

function gather(telling: Telling, cast: Cast, at: () => string): void {
  const people = [cast.scribe, ...(cast.liaison ? [cast.liaison] : [])];
  const roles = ['scribe', 'liaison'] as const;
  for (const [index, person] of people.entries()) {
    const role = roles[index];
    if (role) command(telling, 'assignRole', { data: { person, role }, by: cast.commander, at: at() });
  }
  for (const person of cast.helpers) command(telling, 'addParticipant', { data: { person, role: 'participant', source: { kind: 'added' } }, by: cast.commander, at: at() });
}

/** Incidents that are still going on have been talked about more. */
function chatter({ cast, chance, ending }: Plot, at: () => string): Line[] {
  const people = [cast.commander, cast.reporter, cast.scribe, ...cast.helpers];
  const isOpen = ending.stage === 'active' || ending.stage === 'stable';
  const exchanges = chance.some(EXCHANGES, isOpen ? chance.whole(4, 8) : chance.whole(1, 3));
  return exchanges.flatMap((bodies) => bodies.map((body) => ({ author: chance.pick(people), at: at(), body })));
}

function workOn(telling: Telling, { scenario, cast, chance }: Plot, { said, advance }: Voice): void {
  const report = { kind: 'tactical', conditions: said(scenario.findings[0] ?? scenario.description), actions: said(scenario.findings[1] ?? scenario.fix), needs: chance.pick(['Nothing for now.', 'A contact at the vendor with authority.', 'Somebody to answer customers.']) } as const;
  command(telling, 'postReport', { data: { reportId: uuidOf(chance), report }, by: cast.commander, at: advance(MINUTE, 10 * MINUTE) });
  if (scenario.severity === 1) {
    const executive = { kind: 'executive', currentStatus: said(scenario.findings.at(-1) ?? ''), overview: said(scenario.description), nextSteps: said(scenario.fix) } as const;
    command(telling, 'postReport', { data: { reportId: uuidOf(chance), report: executive }, by: cast.liaison ?? cast.commander, at: advance(MINUTE, 10 * MINUTE) });
  }
  for (const title of ['Tell customers what we know', `Verify: ${said(scenario.fix).toLowerCase()}`]) {
    const taskId = uuidOf(chance);
    const assignee = chance.pick([cast.scribe, ...cast.helpers]);
    command(telling, 'createTask', { data: { taskId, title: title.slice(0, 200), description: '', kind: 'response', assignee, dueAt: plus(advance(MINUTE, 3 * MINUTE), 2 * HOUR) }, by: cast.commander, at: advance(1000, 5000) });
    if (chance.next() < 0.7) command(telling, 'updateTask', { data: { taskId, changes: { state: 'done' } }, by: assignee, at: advance(5 * MINUTE, 20 * MINUTE) });
  }
}
