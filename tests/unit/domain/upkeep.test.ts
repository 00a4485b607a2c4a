import { describe, expect, it } from '@jest/globals';
import { dueAnnouncements } from '../../../domain/incident/announced.ts';
import { arm, stepsOfDeclaration, type ArmingContext } from '../../../domain/incident/arming.ts';
import type { CommandData, CommandName } from '../../../domain/incident/commands.ts';
import type { NewEvent } from '../../../domain/incident/events.ts';
import { blockersOf, isPhaseSettled, isStuck } from '../../../domain/incident/graph.ts';
import { decide } from '../../../domain/incident/machine.ts';
import { numbered } from '../../../domain/incident/number.ts';
import { engaged, keyedBy, stepFailed, stepSucceeded } from '../../../domain/incident/outcomes.ts';
import { planOf, resourceOf, STEPS, stepTitle } from '../../../domain/incident/plan.ts';
import type { IncidentState } from '../../../domain/incident/state.ts';
import type { Actor, Stage } from '../../../domain/incident/types.ts';
import { upkeep } from '../../../domain/incident/upkeep.ts';
import { by, command, declared, EXERCISE, HIGH, MARA, NADIA, OMAR, person } from '../../support/incident-builders.ts';
import { applied, roles } from './run.ts';

const AT = '2030-01-01T12:00:00.000Z';
const SYSTEM: Actor = { kind: 'system', name: 'Dispatch' };
const calm: ArmingContext = { inFlight: new Set(), knows: () => true };

/** A command with what follows from it, as the workflow records it. */
function run<N extends CommandName>(state: IncidentState, name: N, data: CommandData[N], context = calm, actor: Actor = by(NADIA)): IncidentState {
  const first = applied(state, decide(state, command(name, data, { actor }) as Parameters<typeof decide>[1], AT), AT);
  return applied(first.state, upkeep(first.state, first.events, context), AT).state;
}
function succeed(state: IncidentState, ...steps: string[]): IncidentState {
  return steps.reduce((now, step) => {
    const kind = resourceOf(step);
    const resource = kind && { kind, provider: 'fake', externalId: step, url: null, name: step };
    const first = applied(now, stepSucceeded(now, { step, run: now.steps[step]?.run ?? 0, resource, note: null }), AT);
    return applied(first.state, upkeep(first.state, first.events, calm), AT).state;
  }, state);
}
function armed(overrides: Parameters<typeof declared>[0] = {}): IncidentState {
  const state = declared(overrides);
  return applied(state, arm(state, stepsOfDeclaration(state), calm), AT).state;
}
const finished = (overrides: Parameters<typeof declared>[0] = {}): IncidentState => {
  const state = armed(overrides);
  return succeed(state, ...Object.keys(state.steps));
};
const runs = (state: IncidentState, ids: string[]): (string | undefined)[] => ids.map((id) => state.steps[id] && `${state.steps[id].state} ${state.steps[id].run}`);

describe('what a declaration gets', () => {
  const all = ['ticket', 'engage', 'conversation', 'storage', 'conference', 'tactical-group', 'notifications-group', 'incident-document', 'admit', 'refresh', 'update-ticket', 'welcome', 'announce'];
  it.each([
    ['active', {}, all],
    ['active with paging', { priority: HIGH }, [...all.slice(0, 8), 'page-commander', ...all.slice(8)]],
    ['stable', { stage: 'stable' as const }, [...all, 'review-document']],
    ['stable without postmortem', { stage: 'stable' as const, type: EXERCISE }, all],
    ['closed', { stage: 'closed' as const, priority: HIGH }, ['ticket', 'storage', 'incident-document', 'refresh', 'update-ticket', 'review-document', 'final-cost']],
  ])('%s', (_, overrides, expected) => {
    expect(Object.keys(armed(overrides).steps)).toEqual(expected);
  });
});

describe('the graph', () => {
  it('is one: needs exist, come before, and never lead in circles', () => {
    const ids = STEPS.map((s) => s.id);
    expect(new Set(ids).size).toBe(ids.length);
    const depth = (id: string, seen: string[]): number => {
      expect(seen).not.toContain(id);
      return 1 + Math.max(0, ...(planOf(id)?.needs ?? []).map((n) => depth(n, [...seen, id])));
    };
    for (const plan of STEPS) {
      for (const need of [...plan.needs, ...plan.after]) expect(ids).toContain(need);
      expect(depth(plan.id, [])).toBeLessThan(5);
    }
  });

  it('starts with what needs nothing, and goes on as things arrive', () => {
    const state = armed();
    const free = (s: IncidentState): string[] => Object.keys(s.steps).filter((id) => s.steps[id]?.state === 'pending' && blockersOf(s, id).hard.length + blockersOf(s, id).soft.length === 0);
    expect(free(state)).toEqual(['ticket', 'engage']);
    expect(free(succeed(state, 'ticket'))).toEqual(['engage', 'conversation', 'storage', 'conference', 'tactical-group', 'notifications-group']);
  });

  it('is held up by a failed hard need, not by a failed soft one', () => {
    const state = armed();
    const failed = applied(state, stepFailed(state, { step: 'ticket', run: 1, error: 'no', attempts: 1 }), AT).state;
    expect(blockersOf(failed, 'conversation')).toEqual({ hard: ['ticket'], soft: [] });
    expect(isStuck(failed, 'conversation')).toBe(true);
    expect(blockersOf(failed, 'conference')).toEqual({ hard: [], soft: [] });
    expect(blockersOf(failed, 'admit').soft).toEqual(['tactical-group', 'notifications-group', 'engage']);
  });

  it('names steps of one person', () => {
    const state = run(finished(), 'addParticipant', { person: MARA, role: 'participant', source: { kind: 'self' } });
    expect(stepTitle(`dismiss-${MARA.personId}`, state)).toBe('Take Mara out of conversation, groups and folder');
    expect(stepTitle('unheard-of')).toBe('unheard-of');
  });
});

describe('upkeep', () => {
  it('refreshes after an edit, once for many', () => {
    const once = run(finished(), 'editIncident', { edit: { title: 'B' } });
    expect(runs(once, ['refresh', 'update-ticket', 'engage', 'visibility'])).toEqual(['pending 2', 'pending 2', 'succeeded 1', undefined]);
    expect(runs(run(once, 'editIncident', { edit: { title: 'C' } }), ['refresh'])).toEqual(['pending 2']);
    expect(runs(run(once, 'editIncident', { edit: { title: 'C' } }, { ...calm, inFlight: new Set(['refresh']) }), ['refresh'])).toEqual(['pending 3']);
  });

  it('looks for people again when the severity changes, and pages when the priority asks for it now', () => {
    const state = run(finished(), 'editIncident', { edit: { severity: { id: 's', name: 'S', rank: 9 }, priority: HIGH } });
    expect(runs(state, ['engage', 'page-commander'])).toEqual(['pending 2', 'pending 1']);
  });

  it('makes resources private when the incident becomes restricted', () => {
    expect(runs(run(finished(), 'editIncident', { edit: { visibility: 'restricted' } }), ['visibility'])).toEqual(['pending 1']);
  });

  it('lets people in and takes them out', () => {
    const joined = run(finished(), 'addParticipant', { person: MARA, role: 'observer', source: { kind: 'self' } });
    expect(runs(joined, ['admit'])).toEqual(['pending 2']);
    expect(runs(run(joined, 'removeParticipant', { email: MARA.email }), [`dismiss-${MARA.personId}`])).toEqual(['pending 1']);
  });

  it('takes in a resource that comes late', () => {
    const state = armed();
    const failed = applied(state, stepFailed(state, { step: 'conversation', run: 1, error: 'no', attempts: 1 }), AT).state;
    const others = succeed(failed, ...Object.keys(failed.steps).filter((id) => id !== 'conversation'));
    const supplied = run(others, 'supplyStep', { step: 'conversation', resource: { externalId: 'C1', url: null, name: '#c1' } });
    expect(runs(supplied, ['conversation', 'admit', 'refresh', 'update-ticket', 'welcome'])).toEqual(['succeeded 1', 'pending 2', 'pending 2', 'pending 2', 'succeeded 1']);
    expect(supplied.resources.conversation).toEqual({ kind: 'conversation', provider: 'manual', externalId: 'C1', url: null, name: '#c1', state: 'ready' });
  });

  it('drops what gathers people when the incident is closed first, and makes up for it when it is reopened', () => {
    const closed = run(armed({ priority: HIGH }), 'changeStage', { stage: 'closed', reason: null });
    expect(runs(closed, ['ticket', 'conversation', 'page-commander', 'welcome', 'archive-conversation', 'close-ticket'])).toEqual(['pending 1', 'skipped 1', 'skipped 1', 'skipped 1', undefined, 'pending 1']);
    const reopened = run(succeed(closed, 'ticket'), 'changeStage', { stage: 'active', reason: null });
    expect(runs(reopened, ['conversation', 'engage', 'admit', 'page-commander', 'close-ticket'])).toEqual(['pending 2', 'pending 2', 'pending 1', 'skipped 1', 'skipped 1']);
  });

  it('leaves a running step to its end when the incident is closed', () => {
    const closed = run(armed(), 'changeStage', { stage: 'closed', reason: null }, { ...calm, inFlight: new Set(['conversation']) });
    expect(runs(closed, ['conversation'])).toEqual(['pending 1']);
  });

  it('closes and reopens a finished incident with the steps of each', () => {
    const closed = run(finished(), 'changeStage', { stage: 'closed', reason: null });
    expect(runs(closed, ['review-document', 'close-ticket', 'archive-conversation', 'request-feedback', 'final-cost', 'refresh'])).toEqual(['pending 1', 'pending 1', 'pending 1', 'pending 1', 'pending 1', 'pending 2']);
    expect(isPhaseSettled(closed, 'closed')).toBe(false);
    let done = succeed(closed, 'review-document', 'close-ticket', 'archive-conversation', 'request-feedback', 'final-cost', 'refresh');
    done = applied(done, [{ kind: 'resource.archived', actor: SYSTEM, data: { kind: 'conversation', archived: true } }], AT).state;
    expect(isPhaseSettled(done, 'closed')).toBe(true);
    const reopened = run(done, 'changeStage', { stage: 'active', reason: null });
    expect(runs(reopened, ['unarchive-conversation', 'conversation', 'admit', 'refresh', 'update-ticket'])).toEqual(['pending 1', 'succeeded 1', 'pending 2', 'pending 3', 'pending 2']);
    const again = run(succeed(reopened, 'unarchive-conversation', 'admit', 'refresh', 'update-ticket'), 'changeStage', { stage: 'closed', reason: null });
    expect(runs(again, ['close-ticket', 'archive-conversation', 'request-feedback', 'review-document'])).toEqual(['pending 2', 'pending 2', 'pending 2', 'succeeded 1']);
  });

  it('gives an incident recorded as closed the rest when it is reopened', () => {
    const reopened = run(finished({ stage: 'closed' }), 'changeStage', { stage: 'active', reason: null });
    expect(runs(reopened, ['conversation', 'conference', 'engage', 'admit', 'ticket'])).toEqual(['pending 1', 'pending 1', 'pending 1', 'pending 1', 'succeeded 1']);
  });

  it('does not arm steps that this run does not know', () => {
    expect(arm(declared(), ['ticket', 'storage'], { ...calm, knows: (plan) => plan.id !== 'storage' }).flatMap((e) => (e.kind === 'steps.armed' ? e.data.steps.map((s) => s.step) : []))).toEqual(['ticket']);
  });
});

describe('outcomes', () => {
  const rule = { ruleId: 'r', ruleName: 'Payments on-call', service: 'Payments' };

  it('ignores a run that was superseded or answered by hand, but not the late success of a skipped step', () => {
    const state = armed();
    const end = { step: 'storage', run: 1, resource: null, note: null };
    expect(stepSucceeded(state, { ...end, run: 2 })).toEqual([]);
    expect(stepSucceeded(run(state, 'supplyStep', { step: 'storage', resource: { externalId: 'F', url: null, name: 'F' } }), end)).toEqual([]);
    expect(stepSucceeded(run(state, 'skipStep', { step: 'storage', reason: null }), end)).toHaveLength(1);
    expect(stepFailed(run(state, 'skipStep', { step: 'storage', reason: null }), { step: 'storage', run: 1, error: 'x', attempts: 1 })).toEqual([]);
  });

  it('replaces an interim commander, only once, and never a named one', () => {
    const interim = declared({ commander: OMAR, commanderIsInterim: true });
    const found = [{ ...rule, person: MARA, role: 'commander' as const }, { ...rule, person: NADIA, role: 'commander' as const }];
    expect(roles(applied(interim, engaged(interim, found), AT).state)).toEqual(['Mara commander', 'Omar reporter']);
    expect(engaged(declared(), found)).toEqual([]);
    const same = [{ ...rule, person: OMAR, role: 'commander' as const }];
    expect(applied(interim, engaged(interim, same), AT).state.commanderIsInterim).toBe(false);
  });

  it('adds everybody once, leaves single roles to the first, and does not bring back who was removed', () => {
    const zoe = person('Zoe');
    const start = run(run(finished(), 'addParticipant', { person: zoe, role: 'participant', source: { kind: 'self' } }), 'removeParticipant', { email: zoe.email });
    const found = [
      { ...rule, person: MARA, role: 'participant' as const },
      { ...rule, person: MARA, role: 'observer' as const },
      { ...rule, person: MARA, role: 'scribe' as const },
      { ...rule, person: OMAR, role: 'scribe' as const },
      { ...rule, person: zoe, role: 'participant' as const },
    ];
    const state = applied(start, engaged(start, found), AT).state;
    expect(roles(state)).toEqual(['Mara scribe', 'Nadia commander', 'Omar reporter']);
    expect(engaged(state, found)).toEqual([]);
  });

  it('takes the ticket’s name as key, keeping the old one', () => {
    const state = declared({ key: 'INC-1' });
    expect(keyedBy(state, 'INC-1')).toEqual([]);
    expect(keyedBy(state, ' ')).toEqual([]);
    expect(applied(state, keyedBy(state, 'PAY-77'), AT).state).toMatchObject({ key: 'PAY-77', formerKeys: ['INC-1'] });
  });
});

describe('what a conversation is to be told whenever it is there', () => {
  const told = (...events: NewEvent[]): string[] =>
    dueAnnouncements([...numbered(events, { incidentId: 'i', version: 1, recordedAt: AT, keyOf: (_, n) => `k${n}` })]).map((event) => (event.kind === 'participant.added' ? `${event.kind} ${event.data.person.name}` : event.kind));
  const joins = (name: string, actor: Actor = SYSTEM): NewEvent => ({ kind: 'participant.added', actor, data: { person: person(name), role: 'participant', source: { kind: 'added' } } });
  const announce = (kind: 'armed' | 'done'): NewEvent => (kind === 'armed' ? { kind: 'steps.armed', actor: SYSTEM, data: { steps: [{ step: 'announce', run: 1, title: 'Announce', needs: [] }] } } : { kind: 'step.succeeded', actor: SYSTEM, data: { step: 'announce', run: 1, resource: null, note: null } });
  const stage = (from: Stage, to: Stage): NewEvent => ({ kind: 'stage.changed', actor: by(NADIA), data: { from, to, reason: null } });
  const away = (archived: boolean): NewEvent => ({ kind: 'resource.archived', actor: SYSTEM, data: { kind: 'conversation', archived } });

  it('is what happened, but not whom the declaration brought', () => {
    expect(told(announce('armed'), joins('Rule'), joins('Friend', by(NADIA)), announce('done'), joins('Late'), { kind: 'note.added', actor: by(NADIA), data: { text: 'n' } }, stage('active', 'stable'))).toEqual(['participant.added Friend', 'participant.added Late', 'stage.changed']);
  });

  it('is not what happened while the conversation of a closed incident was put away', () => {
    expect(told(stage('active', 'closed'), away(true), joins('Reviewer'), stage('closed', 'active'), away(false), joins('Back'))).toEqual(['stage.changed', 'stage.changed', 'participant.added Back']);
  });
});
