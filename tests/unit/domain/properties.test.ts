import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../../domain/errors.ts';
import { arm, stepsOfDeclaration, type ArmingContext } from '../../../domain/incident/arming.ts';
import type { Command } from '../../../domain/incident/commands.ts';
import { nextDeadlines } from '../../../domain/incident/deadlines.ts';
import { evolve, fold } from '../../../domain/incident/evolve.ts';
import type { IncidentEvent, NewEvent } from '../../../domain/incident/events.ts';
import { unwantedReason } from '../../../domain/incident/graph.ts';
import { decide } from '../../../domain/incident/machine.ts';
import { engaged, stepFailed, stepSucceeded } from '../../../domain/incident/outcomes.ts';
import { planOf, resourceOf } from '../../../domain/incident/plan.ts';
import { BASE_ROLES, openRoles } from '../../../domain/incident/roles.ts';
import type { IncidentState, Participant } from '../../../domain/incident/state.ts';
import { ROLES, SINGLE_ROLES, STAGES, TASK_STATES, VISIBILITIES, type Actor } from '../../../domain/incident/types.ts';
import { upkeep } from '../../../domain/incident/upkeep.ts';
import { plus } from '../../../domain/time.ts';
import { by, declaration, EXERCISE, HIGH, LOW, MARA, NADIA, OMAR, OUTAGE, person } from '../../support/incident-builders.ts';
import { applied } from './run.ts';

const START = '2030-01-01T08:00:00.000Z';
const SYSTEM: Actor = { kind: 'system', name: 'Dispatch' };
const PEOPLE = [NADIA, OMAR, MARA, person('Zoe')];

/** One thing that happens: a command, or the automation doing something with the n-th of its choices. */
type Happening = { minutes: number; flying: boolean } & ({ does: 'command'; command: Command } | { does: 'succeed' | 'fail' | 'remind' | 'engage' | 'review' | 'schedule' | 'publish'; n: number });

const somebody = fc.constantFrom(...PEOPLE);
const role = fc.constantFrom(...ROLES);
const step = fc.constantFrom('ticket', 'conversation', 'storage', 'admit', 'refresh', 'archive-conversation', 'draft-postmortem', 'nonsense');
const taskId = fc.constantFrom('t1', 't2');
const due = fc.option(fc.integer({ min: -2000, max: 9000 }).map((m) => plus(START, m * 60_000)));
const source = fc.constant({ kind: 'added' as const });
const data: fc.Arbitrary<Pick<Command, 'name' | 'data'>> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ name: fc.constant('changeStage' as const), data: fc.record({ stage: fc.constantFrom(...STAGES), reason: fc.constant(null) }) }) },
  fc.record({ name: fc.constant('assignRole' as const), data: fc.record({ person: somebody, role }) }),
  fc.record({ name: fc.constant('addParticipant' as const), data: fc.record({ person: somebody, role, source }) }),
  fc.record({ name: fc.constant('removeParticipant' as const), data: fc.record({ email: somebody.map((p) => p.email) }) }),
  fc.record({ name: fc.constant('editIncident' as const), data: fc.record({ edit: fc.record({ title: fc.constantFrom('A', 'B', ''), type: fc.constantFrom(OUTAGE, EXERCISE), priority: fc.constantFrom(HIGH, LOW), visibility: fc.constantFrom(...VISIBILITIES) }, { requiredKeys: [] }) }) }),
  fc.record({ name: fc.constant('postReport' as const), data: fc.record({ reportId: fc.uuid(), report: fc.constant({ kind: 'tactical' as const, conditions: 'c', actions: 'a', needs: 'n' }) }) }),
  fc.record({ name: fc.constant('snoozeReport' as const), data: fc.record({ kind: fc.constant('tactical' as const), until: due.map((d) => d ?? 'never') }) }),
  fc.record({ name: fc.constant('createTask' as const), data: fc.record({ taskId, title: fc.constant('T'), description: fc.constant(''), kind: fc.constant('response' as const), assignee: fc.option(somebody), dueAt: due }) }),
  fc.record({ name: fc.constant('updateTask' as const), data: fc.record({ taskId, changes: fc.record({ state: fc.constantFrom(...TASK_STATES), assignee: fc.option(somebody), dueAt: due }, { requiredKeys: [] }) }) }),
  fc.record({ name: fc.constantFrom('retryStep' as const), data: fc.record({ step }) }),
  fc.record({ name: fc.constant('skipStep' as const), data: fc.record({ step, reason: fc.constant(null) }) }),
  fc.record({ name: fc.constant('supplyStep' as const), data: fc.record({ step, resource: fc.constant({ externalId: 'x', url: null, name: 'x' }) }) }),
);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('command' as const), minutes: fc.integer({ min: -1, max: 600 }), flying: fc.boolean(), command: fc.record({ what: data, who: somebody, id: fc.uuid() }).map(({ what, who, id }) => ({ ...what, actor: by(who), commandId: id }) as Command) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('succeed' as const, 'fail' as const, 'remind' as const, 'engage' as const, 'review' as const, 'schedule' as const, 'publish' as const), n: fc.nat(20), minutes: fc.integer({ min: 0, max: 600 }), flying: fc.boolean() }) },
);

/** What the automation would do, as the workflow asks the domain for it. */
function automation(state: IncidentState, { does, n }: Exclude<Happening, { does: 'command' }>, now: string): NewEvent[] {
  const pending = Object.keys(state.steps).filter((id) => state.steps[id]?.state === 'pending');
  const chosen = pending[n % Math.max(1, pending.length)];
  const run = chosen === undefined ? 0 : (state.steps[chosen]?.run ?? 0);
  switch (does) {
    case 'succeed': {
      const kind = chosen === undefined ? null : resourceOf(chosen);
      return chosen === undefined ? [] : stepSucceeded(state, { step: chosen, run, note: null, resource: kind && { kind, provider: 'fake', externalId: 'e', url: null, name: 'n' } });
    }
    case 'fail':
      return chosen === undefined ? [] : stepFailed(state, { step: chosen, run, error: 'no', attempts: 1 });
    case 'remind': {
      const deadline = nextDeadlines(state)[0];
      return deadline ? [{ kind: 'reminder.sent', actor: SYSTEM, data: { reminder: deadline.id, deadline: deadline.at, to: [], text: '' } }] : [];
    }
    case 'engage':
      return engaged(state, [{ person: PEOPLE[n % PEOPLE.length] ?? NADIA, role: ROLES[n % ROLES.length] ?? 'observer', ruleId: 'r', ruleName: 'r', service: null }]);
    case 'review':
      return decide(state, { name: 'changeStage', actor: SYSTEM, commandId: 'x', data: { stage: 'review', reason: null } }, now);
    case 'schedule':
      return state.stage === 'review' && state.postmortem?.state !== 'published' ? [{ kind: 'postmortem.scheduled', actor: SYSTEM, data: { meetingAt: now, dueAt: plus(now, 1000), owner: NADIA } }] : [];
    case 'publish':
      return state.stage === 'review' ? [{ kind: 'postmortem.published', actor: by(NADIA), data: { by: NADIA } }] : [];
  }
}

interface World {
  state: IncidentState;
  events: IncidentEvent[];
  now: string;
}

function frozen<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

function happen(world: World, what: Happening): World {
  const now = plus(world.now, what.minutes * 60_000);
  const context: ArmingContext = { inFlight: new Set(what.flying ? Object.keys(world.state.steps).slice(0, 3) : []), knows: () => true };
  try {
    const events = what.does === 'command' ? decide(world.state, what.command, now) : automation(world.state, what, now);
    const first = applied(world.state, events, now);
    const then = applied(first.state, upkeep(first.state, first.events, context), now);
    return { state: frozen(then.state), events: [...world.events, ...first.events, ...then.events], now };
  } catch (error) {
    if (error instanceof DomainError) return world;
    throw error;
  }
}

const stage = fc.constantFrom('active' as const, 'stable' as const, 'closed' as const);
function begin(from: 'active' | 'stable' | 'closed'): World {
  const first = declaration({ stage: from, priority: HIGH, commander: OMAR, commanderIsInterim: true }, START);
  const declared = evolve(null, first);
  const armed = applied(declared, arm(declared, stepsOfDeclaration(declared), { inFlight: new Set(), knows: () => true }), START);
  return { state: frozen(armed.state), events: [first, ...armed.events], now: START };
}

function checkParticipant(p: Participant, { stage: now }: IncidentState): void {
  const open = openRoles(p);
  expect(new Set(open).size).toBe(open.length);
  for (const interval of p.roles) if (interval.to !== null) expect(interval.from <= interval.to).toBe(true);
  const base = open.filter((r) => BASE_ROLES.includes(r));
  expect(base.length).toBeLessThanOrEqual(1);
  if (base.length > 0) expect(open.some((r) => r === 'commander' || r === 'scribe' || r === 'liaison')).toBe(false);
  const isWorking = p.removedAt === null && (now === 'active' || now === 'stable');
  expect(open.length > 0).toBe(isWorking);
}

function check({ state, events }: World, before: World): void {
  expect(state.version).toBe(events.length);
  expect(events.map((e) => e.seq)).toEqual(events.map((_, n) => n + 1));
  expect(new Set(events.map((e) => e.key)).size).toBe(events.length);
  expect(state.version).toBeGreaterThanOrEqual(before.state.version);
  state.stages.forEach((s, n) => expect(s.to).toBe(state.stages[n + 1]?.from ?? null));
  state.stages.forEach((s) => expect(s.to === null || s.from <= s.to).toBe(true));
  expect(state.stages.at(-1)?.stage).toBe(state.stage);
  for (const single of SINGLE_ROLES) expect(state.participants.filter((p) => openRoles(p).includes(single)).length).toBeLessThanOrEqual(1);
  expect(new Set(state.participants.map((p) => p.personId)).size).toBe(state.participants.length);
  state.participants.forEach((p) => checkParticipant(p, state));
  if (state.stage === 'active' || state.stage === 'stable') expect(state.participants.some((p) => openRoles(p).includes('commander'))).toBe(true);
  expect(new Set(state.tasks.map((t) => t.taskId)).size).toBe(state.tasks.length);
  for (const [id, status] of Object.entries(state.steps)) {
    expect(planOf(id)).toBeDefined();
    expect(['pending', 'succeeded', 'failed', 'skipped']).toContain(status.state);
    expect(status.run).toBeGreaterThanOrEqual(before.state.steps[id]?.run ?? 1);
  }
  for (const deadline of nextDeadlines(state)) expect(new Date(deadline.at).toISOString()).toBe(deadline.at);
}

describe('whatever happens to an incident', () => {
  it('leaves it in a legal state, which is the fold of its ledger', () => {
    fc.assert(
      fc.property(stage, fc.array(happening, { maxLength: 40 }), (from, happenings) => {
        let world = begin(from);
        check(world, world);
        for (const what of happenings) {
          const before = world;
          world = happen(world, what);
          check(world, before);
        }
        expect(fold(world.events)).toEqual(world.state);
        // What is stored is JSON: nothing may be lost on the way there and back.
        expect(JSON.parse(JSON.stringify(world.state))).toEqual(world.state);
        expect(fold(JSON.parse(JSON.stringify(world.events)))).toEqual(world.state);
      }),
      { numRuns: 100 },
    );
  });

  it('gives the same answer to the same command: none the second time', () => {
    fc.assert(
      fc.property(stage, fc.array(happening, { maxLength: 20 }), happening, (from, happenings, last) => {
        fc.pre(last.does === 'command' && !['changeStage', 'postReport', 'retryStep', 'createTask', 'supplyStep'].includes(last.command.name));
        const once = happen(happenings.reduce(happen, begin(from)), { ...last, minutes: 0 });
        const twice = happen(once, { ...last, minutes: 0 });
        expect(twice.state.version).toBe(once.state.version);
      }),
      { numRuns: 100 },
    );
  });

  it('leaves nothing waiting in a closed incident that gathers people, unless it runs', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
        let world = begin('active');
        for (const what of happenings) {
          world = happen(world, { ...what, flying: false });
          for (const [id, status] of Object.entries(world.state.steps)) {
            const plan = planOf(id);
            if (status.state === 'pending' && plan) expect(`${id}: ${unwantedReason(world.state, plan)}`).toBe(`${id}: null`);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});
