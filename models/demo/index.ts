import { toIso } from '../../domain/time.ts';
import { DAY, HOUR, MINUTE, plus } from '../../domain/time.ts';
import type { PersonRef } from '../../domain/incident/types.ts';
import type { Database } from '../connect.ts';
import { appendEvents, declareIncident } from '../ledger.ts';
import { resolveReferences } from '../references.ts';
import { ensureFoundation } from '../seed.ts';
import { selectOne } from '../sql.ts';
import { priceDemo } from './costs.ts';
import { documentRows } from './documents.ts';
import { createOrganization, type DemoOrganization } from './organization.ts';
import { chance, type Chance, uuidOf } from './random.ts';
import { demoResources } from './resources.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';
import { type Cast, type Ending, tellStory } from './story.ts';
import type { Telling } from './telling.ts';
import { writeBelongings } from './write.ts';

const COUNT = 120;
const MONTHS_BACK = 270;
/** One open incident needs somebody to look after a step. */
const FAILING = COUNT - 7;
const FAILED_STEPS = { 'notifications-group': 'The mail domain did not answer within 30 seconds, three times in a row. Try again, or enter a list that exists.' };

/** `now` (ISO) ends the demo's past; `onProgress` hears a short line now and then. */
export interface DemoOptions {
  now?: string;
  onProgress?: (text: string) => void;
}

/** Fills an organization that has no incidents with a believable past of 120; null, and nothing done, when there are some. The same `now` gives the same demo. */
export async function seedDemo(db: Database, options: DemoOptions = {}): Promise<{ people: number; incidents: number } | null> {
  const now = toIso(options.now ?? new Date().toISOString()) ?? new Date().toISOString();
  const { organizationId } = await ensureFoundation(db);
  const there = await selectOne(db, 'select id from incidents where organization_id = $1 limit 1', [organizationId]);
  if (there !== null) return null;
  const organization = await createOrganization(db, organizationId, plus(now, -MONTHS_BACK * DAY));
  const luck = chance(42);
  for (const [n, when] of times(luck, now).entries()) {
    await tellOne(db, { organizationId, organization, luck, now, when, n });
    if ((n + 1) % 40 === 0) options.onProgress?.(`${n + 1} of ${COUNT} demo incidents`);
  }
  await priceDemo(db, now);
  return { people: organization.people.size, incidents: COUNT };
}

/** When the incidents were reported, oldest first: spread over the months, the last eight within the last two days. */
function times(luck: Chance, now: string): string[] {
  const past = Array.from({ length: COUNT - 8 }, () => plus(now, -Math.round((3 + luck.next() * (MONTHS_BACK - 3)) * DAY)));
  const recent = [46, 31, 22, 9.2, 6.6, 5, 2.2, 0.6].map((hours) => plus(now, -Math.round(hours * HOUR)));
  return [...past.toSorted(), ...recent];
}

interface Setting {
  organizationId: string;
  organization: DemoOrganization;
  luck: Chance;
  now: string;
  when: string;
  n: number;
}

async function tellOne(db: Database, setting: Setting): Promise<void> {
  const { organizationId, organization, luck, now, when, n } = setting;
  const scenario = scenarioOf(n);
  const variant = scenario.variants[Math.floor(n / SCENARIOS.length) % scenario.variants.length] ?? '';
  const cast = castOf(scenario, organization, luck);
  const refs = await resolveReferences(db, organizationId, { project: scenario.project, type: scenario.type, severity: `Sev ${scenario.severity}`, priority: `P${scenario.severity}` });
  const title = capital(scenario.title.replaceAll('{x}', variant));
  const data = {
    organizationId, title, description: scenario.description.replaceAll('{x}', variant), stage: 'active', project: refs.project, type: refs.type, severity: refs.severity, priority: refs.priority,
    visibility: refs.typeVisibility, tags: [...scenario.tags, `service/${scenario.service}`], reportedAt: when, reporter: cast.reporter, commander: cast.commander, commanderIsInterim: false,
  } as const;
  const declared = await declareIncident(db, { incidentId: uuidOf(luck), at: when, actor: { kind: 'person', ...cast.reporter }, data: { ...data, tags: [...data.tags] }, idempotency: null });
  const telling: Telling = { state: declared.state, events: [], resources: demoResources(declared.state), failing: n === FAILING ? FAILED_STEPS : {} };
  const ending = endingOf(scenario, when, now);
  const lines = tellStory(telling, { scenario, variant, cast, ending, chance: luck, now });
  const hasOpenTasks = telling.state.tasks.some((t) => t.state === 'open');
  const isOver = (ending.stage === 'closed' || ending.published) && !hasOpenTasks;
  const documents = documentRows({ state: telling.state, events: telling.events, scenario, variant });
  await appendEvents(db, telling.state.id, telling.events);
  await writeBelongings(db, { state: telling.state, events: telling.events, organizationId, lines, documents, isOver, now });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Every scenario in turn, beginning elsewhere each round so that neighbours differ. */
function scenarioOf(n: number): Scenario {
  const round = Math.floor(n / SCENARIOS.length);
  const scenario = SCENARIOS[(n * 5 + round * 3) % SCENARIOS.length];
  if (scenario === undefined) throw new Error('there are no scenarios');
  return scenario;
}

function castOf(scenario: Scenario, { people, rotations }: DemoOrganization, luck: Chance): Cast {
  const everybody = [...people.values()];
  const team = rotations.get(scenario.service) ?? [];
  const commander = luck.pick(team.length > 0 ? team : everybody);
  const others = luck.some(everybody.filter((p) => p.personId !== commander.personId), 8);
  const [reporter, scribe, ...rest] = others;
  if (reporter === undefined || scribe === undefined) throw new Error('the demo has too few people');
  const spokesperson: PersonRef | undefined = people.get('chloe.martin@example.com');
  const liaison = scenario.severity === 1 && spokesperson && ![reporter, scribe, commander].includes(spokesperson) ? spokesperson : null;
  return { commander, reporter, scribe, liaison, helpers: [...team.filter((p) => p !== commander && p !== reporter && p !== scribe).slice(0, 2), ...rest.slice(0, luck.whole(0, 4))].filter((p) => p !== liaison) };
}

/** Old incidents have ended; the last days' stand where their age lets them. */
function endingOf(scenario: Scenario, when: string, now: string): Ending {
  const age = Date.parse(now) - Date.parse(when);
  const reviewed = scenario.type !== 'Exercise';
  if (age < 7 * HOUR) return { stage: 'active', published: false };
  if (age < 34 * HOUR) return { stage: age < 12 * HOUR || age > 30 * HOUR ? 'stable' : 'active', published: false };
  if (age < 60 * HOUR) return { stage: 'stable', published: false };
  if (!reviewed) return { stage: 'closed', published: false };
  return { stage: 'review', published: age > 12 * DAY + 30 * MINUTE };
}
