import { describe, expect, it } from '@jest/globals';
import { doneWithin, groupSteps, waitsFor } from '../../../../web/src/incident/automation/steps.ts';
import { formatSize } from '../../../../web/src/incident/files/upload.ts';
import { offered } from '../../../../web/src/incident/header/configured.ts';
import { stageWords } from '../../../../web/src/incident/header/stage-words.ts';
import { nextMove, stageChoices, stageTimes } from '../../../../web/src/incident/header/stages.ts';
import { checklist } from '../../../../web/src/incident/overview/checklist.ts';
import { heldRoles, lastCommander, mainRole, splitParticipants, takesPart } from '../../../../web/src/incident/participants.ts';
import { fillPlaceholders, unknownPlaceholders } from '../../../../web/src/incident/placeholders.ts';
import type { Participant, Step, Task } from '../../../../web/src/incident/queries.ts';
import { readSearch, shownTab } from '../../../../web/src/incident/search.ts';
import { isLate, splitTasks } from '../../../../web/src/incident/tasks/order.ts';
import { quickTimes } from '../../../../web/src/incident/tasks/quick-times.ts';
import { reportBody, startFrom, taskList } from '../../../../web/src/incident/updates/fields.ts';
import { readValues } from '../../../../web/src/incident/updates/use-report-draft.ts';

const AT = '2026-11-22T11:26:00.000Z';
const LATER = '2026-11-22T12:26:00.000Z';

function step(id: string, state: Step['state'], over: Partial<Step> = {}): Step {
  return { id, title: id, state, attempts: 1, lastError: null, nextAttemptAt: null, startedAt: AT, finishedAt: null, needs: [], suppliable: false, note: null, ...over };
}
function participant(name: string, roles: [Participant['roles'][number]['role'], string, string | null][], removedAt: string | null = null): Participant {
  return { person: { id: name, email: `${name}@example.com`, name }, title: null, team: null, addedAt: AT, removedAt, source: 'added', roles: roles.map(([role, from, to]) => ({ role, from, to })) };
}
function task(title: string, over: Partial<Task> = {}): Task {
  return { id: title, incident: { id: 'i', key: 'INC-1', title: 'x' }, title, description: '', kind: 'response', state: 'open', assignee: null, dueAt: null, overdue: false, createdAt: AT, updatedAt: AT, ...over };
}

describe('the address of the incident page', () => {
  it('reads what it knows and drops the rest', () => {
    expect(readSearch({ tab: 'timeline', event: '12', show: 'notes', q: 'tls', other: 'x' })).toEqual({ tab: 'timeline', event: 12, show: 'notes', q: 'tls' });
    expect(readSearch({ tab: 'nonsense', event: '-1' })).toEqual({});
  });

  it('shows on a wide screen only what does not stand beside the tabs already', () => {
    expect(shownTab('tasks', 'phone')).toBe('tasks');
    expect(shownTab('tasks', 'wide')).toBe('conversation');
    expect(shownTab(undefined, 'phone')).toBe('overview');
    expect(shownTab('timeline', 'medium')).toBe('timeline');
  });
});

describe('stages', () => {
  const due = (): string => 'due in 5 d';
  const closed = { stage: 'closed' as const, postmortem: null, reviewDueAt: LATER, stages: [{ stage: 'active' as const, from: AT, to: LATER }, { stage: 'closed' as const, from: LATER, to: null }] };

  it('have the interval spent in them last, and the review its due date', () => {
    expect(stageTimes(closed, due)).toEqual([{ stage: 'active', since: AT, until: LATER }, { stage: 'stable' }, { stage: 'closed', since: LATER, until: null }, { stage: 'review', note: 'due in 5 d' }]);
  });

  it('lie ahead again after a reopening', () => {
    const reopened = { ...closed, stage: 'active' as const, reviewDueAt: null, stages: [...closed.stages.slice(0, 1), { stage: 'closed' as const, from: AT, to: LATER }, { stage: 'active' as const, from: LATER, to: null }] };
    expect(stageTimes(reopened, due)).toEqual([{ stage: 'active', since: LATER, until: null }, { stage: 'stable' }, { stage: 'closed' }, { stage: 'review' }]);
  });

  it('have one next move, of those the viewer may make', () => {
    const brief = { state: 'scheduled' as const, owner: null, meetingAt: null, meetingUrl: null, dueAt: LATER, publishedAt: null, documentId: null };
    expect(nextMove({ stage: 'active', abilities: ['changeStage'], postmortem: null })).toMatchObject({ label: 'Mark stable' });
    expect(nextMove({ stage: 'stable', abilities: ['changeStage'], postmortem: null })).toMatchObject({ stage: 'closed' });
    expect(nextMove({ stage: 'closed', abilities: ['changeStage'], postmortem: null })).toBeUndefined();
    expect(nextMove({ stage: 'review', abilities: ['publishPostmortem'], postmortem: brief })).toMatchObject({ kind: 'publish' });
    expect(nextMove({ stage: 'review', abilities: ['publishPostmortem'], postmortem: { ...brief, state: 'published' } })).toBeUndefined();
    expect(nextMove({ stage: 'active', abilities: ['view', 'join'], postmortem: null })).toMatchObject({ kind: 'join' });
    expect(nextMove({ stage: 'active', abilities: ['view'], postmortem: null })).toBeUndefined();
  });

  it('offer a postmortem by hand only where none begins by itself', () => {
    expect(stageChoices({ stage: 'closed', postmortem: null, reviewDueAt: LATER }).map((choice) => choice.stage)).toEqual(['active']);
    expect(stageChoices({ stage: 'closed', postmortem: null, reviewDueAt: null }).map((choice) => choice.stage)).toEqual(['active', 'review']);
    expect(stageChoices({ stage: 'active', postmortem: null, reviewDueAt: null }).map((choice) => choice.stage)).toEqual(['stable', 'closed']);
  });

  it('say what will happen, with the tasks that stay open', () => {
    expect(stageWords({ stage: 'active', tasks: [task('a'), task('b', { state: 'done' })], visibility: 'open' }, 'closed').consequences.join(' ')).toMatch(/without having been stable.*1 open task stays/);
    expect(stageWords({ stage: 'review', tasks: [], visibility: 'open' }, 'active').title).toBe('Reopen incident');
  });
});

describe('steps', () => {
  const steps = [step('ticket', 'succeeded', { finishedAt: LATER }), step('conversation', 'failed', { needs: ['ticket'] }), step('admit', 'pending', { needs: ['ticket', 'conversation'] }), step('conference', 'waiting'), step('refresh', 'skipped')];

  it('are grouped by what they ask of people', () => {
    const groups = groupSteps(steps);
    expect([groups.failed, groups.moving, groups.pending, groups.done, groups.skipped].map((group) => group.map((each) => each.id))).toEqual([['conversation'], ['conference'], ['admit'], ['ticket'], ['refresh']]);
    expect(doneWithin(groups.done)).toEqual({ from: AT, to: LATER, length: 3_600_000 });
    expect(doneWithin([])).toBeUndefined();
  });

  it('say what they wait for', () => {
    expect(steps[2] && waitsFor(steps[2], steps)).toEqual(['conversation']);
  });

  it('make a checklist of resources, with the state of the step where there is none yet', () => {
    const resource = { kind: 'ticket' as const, provider: 'builtin', externalId: 'INC-1', url: null, name: 'INC-1', state: 'ready' as const };
    const items = checklist({ steps, resources: [resource] });
    expect(items.map((item) => [item.kind, item.state])).toEqual([['conversation', 'failed'], ['conference', 'waiting'], ['ticket', 'succeeded']]);
  });
});

describe('participants', () => {
  const nadia = participant('nadia', [['commander', AT, LATER], ['participant', AT, null]]);
  const tom = participant('tom', [['participant', AT, null], ['commander', LATER, null], ['reporter', AT, null]]);
  const gone = participant('gone', [['observer', AT, LATER]], LATER);

  it('stand by their most important role, those who left apart', () => {
    const { present, left } = splitParticipants({ participants: [gone, nadia, tom] });
    expect(present.map((each) => each.person.name)).toEqual(['tom', 'nadia']);
    expect(left).toEqual([gone]);
    expect(mainRole(tom)?.role).toBe('commander');
    expect(heldRoles(tom)).toEqual(['commander', 'reporter']);
    expect(heldRoles(nadia)).toEqual(['participant']);
  });

  it('know who commanded last, and who takes part', () => {
    expect(lastCommander({ participants: [tom, nadia] })?.name).toBe('tom');
    expect(lastCommander({ participants: [gone] })).toBeUndefined();
    expect(takesPart({ participants: [gone, tom] }, 'gone')).toBe(false);
    expect(takesPart({ participants: [gone, tom] }, 'tom')).toBe(true);
  });
});

describe('tasks', () => {
  it('stand by due date, those without one last, what is over apart', () => {
    const { open, over } = splitTasks([task('none'), task('later', { dueAt: LATER }), task('done', { state: 'done' }), task('soon', { dueAt: AT })]);
    expect(open.map((each) => each.title)).toEqual(['soon', 'later', 'none']);
    expect(over.map((each) => each.title)).toEqual(['done']);
  });

  it('are late once their due date has passed, while open', () => {
    expect(isLate(task('x', { dueAt: AT }), Date.parse(LATER))).toBe(true);
    expect(isLate(task('x', { dueAt: AT, state: 'done' }), Date.parse(LATER))).toBe(false);
    expect(isLate(task('x'), Date.parse(LATER))).toBe(false);
  });

  it('offer due dates that fit their kind', () => {
    const now = Date.parse(AT);
    const lengths = quickTimes('response', now).map((choice) => (Date.parse(choice.at) - now) / 60_000);
    expect(lengths).toEqual([30, 60, 240]);
    expect(quickTimes('followUp', now).every((choice) => Date.parse(choice.at) - now > 6 * 86_400_000)).toBe(true);
  });
});

describe('reports', () => {
  const report = { id: 'r', kind: 'tactical' as const, author: 'Nadia', postedAt: AT, fields: [{ name: 'conditions', label: 'Conditions', text: 'at 38 %' }] };

  it('begin with the last one of their kind', () => {
    expect(startFrom('tactical', [report])).toEqual({ conditions: 'at 38 %', actions: '', needs: '' });
    expect(startFrom('executive', [report])).toEqual({ currentStatus: '', overview: '', nextSteps: '' });
    expect(reportBody('executive', { currentStatus: ' ok ', overview: 'o', nextSteps: 'n', conditions: 'x' })).toEqual({ kind: 'executive', currentStatus: 'ok', overview: 'o', nextSteps: 'n' });
  });

  it('take open tasks with who does them, and read what was kept', () => {
    expect(taskList([task('a', { assignee: { id: 'n', email: 'n@example.com', name: 'Nadia' } }), task('b', { state: 'done' })])).toBe('- a (Nadia)');
    expect(readValues('{"conditions":"x","n":1}')).toEqual({ conditions: 'x' });
    expect(readValues('broken')).toEqual({});
  });
});

describe('small things', () => {
  it('fills placeholders and names those without a value', () => {
    expect(fillPlaceholders('{{key}} {{ title }} {{nope}} {{toString}}', { key: 'INC-1', title: 'A $& title' })).toBe('INC-1 A $& title {{nope}} {{toString}}');
    expect(unknownPlaceholders('{{key}} {{nope}} {{nope}}', { key: 'x' })).toEqual(['nope']);
  });

  it('offers enabled rows of the project, and the present one always', () => {
    const row = (name: string, over = {}) => ({ name, description: '', rank: 1, project: null, isEnabled: true, ...over });
    const rows = [row('b', { rank: 2 }), row('a'), row('off', { isEnabled: false }), row('other', { project: 'Web' }), row('mine', { project: 'Payments', rank: 3 }), row('old', { isEnabled: false, rank: 9 })];
    expect(offered(rows, 'old', 'Payments').map((each) => each.name)).toEqual(['a', 'b', 'mine', 'old']);
  });

  it('writes sizes the way people say them', () => {
    expect([900, 482_133, 1_500_000, 14_482_133].map(formatSize)).toEqual(['900 B', '482 kB', '1.5 MB', '14 MB']);
  });
});
