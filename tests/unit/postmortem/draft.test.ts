import { describe, expect, it } from '@jest/globals';
import { draftReview } from '../../../domain/postmortem/draft.ts';
import type { ReviewFacts } from '../../../domain/postmortem/facts.ts';
import { durationText, durationsOf } from '../../../domain/postmortem/spans.ts';

const eve = { personId: 'e', email: 'eve@example.com', name: 'Eve' };
const kim = { personId: 'k', email: 'kim@example.com', name: 'Kim' };
const joined = { addedAt: '2026-03-02T08:00:00.000Z', removedAt: null, source: { kind: 'role' as const } };

function facts(overrides: Partial<ReviewFacts['state']> = {}): ReviewFacts {
  return {
    state: {
      key: 'INC-7', title: 'Cards fail', description: 'EU cards time out', resolution: 'Rolled back\nthe release', reportedAt: '2026-03-02T08:00:00.000Z',
      type: { id: 't', name: 'Outage', wantsPostmortem: true, reviewDueDays: 5 },
      severity: { id: 's', name: 'Sev 1', rank: 1 },
      priority: { id: 'p', name: 'High', rank: 1, tacticalReportMinutes: null, executiveReportMinutes: null, pageCommander: false },
      stages: [
        { stage: 'active', from: '2026-03-02T08:00:00.000Z', to: '2026-03-02T09:30:00.000Z' },
        { stage: 'stable', from: '2026-03-02T09:30:00.000Z', to: '2026-03-04T08:00:00.000Z' },
        { stage: 'closed', from: '2026-03-04T08:00:00.000Z', to: null },
      ],
      participants: [
        { ...eve, ...joined, roles: [{ role: 'commander', from: '2026-03-02T08:00:00.000Z', to: '2026-03-02T08:20:00.000Z' }] },
        { ...kim, ...joined, roles: [{ role: 'commander', from: '2026-03-02T08:20:00.000Z', to: '2026-03-04T08:00:00.000Z' }] },
        { personId: 'l', email: 'lee@example.com', name: 'Lee', ...joined, roles: [{ role: 'participant', from: '2026-03-02T08:20:00.000Z', to: null }] },
      ],
      tasks: [{ taskId: '1', title: 'Add an alarm', description: '', kind: 'followUp', assignee: kim, dueAt: '2026-03-10T00:00:00.000Z', state: 'open', createdAt: '', updatedAt: '', remindedAt: null }],
      ...overrides,
    },
    timeline: [
      { at: '2026-03-02T08:20:00.000Z', text: 'Kim became commander', pinned: false },
      { at: '2026-03-02T08:00:00.000Z', text: 'Eve declared the incident', pinned: true },
    ],
    reports: [{ at: '2026-03-02T09:00:00.000Z', author: 'Kim', body: { kind: 'tactical', conditions: 'Half of the\npayments fail', actions: 'Rolling back', needs: '' } }],
    costText: '1,234.56 USD',
  };
}

describe('the draft of a review', () => {
  it('says how long it took and what it cost', () => {
    const { facts: text } = draftReview(facts());
    expect(text).toContain('**Time to stable:** 1 h 30 m');
    expect(text).toContain('**Time to close:** 2 d');
    expect(text).toContain('1,234.56 USD');
    expect(text).toContain('**Resolution:** Rolled back the release');
  });
  it('says who commanded when, and who else took part', () => {
    const { people } = draftReview(facts());
    expect(people.split('\n')).toEqual([
      '- **Commander:** Eve, 2 Mar 2026, 08:00 UTC – 2 Mar 2026, 08:20 UTC',
      '- **Commander:** Kim, 2 Mar 2026, 08:20 UTC – 4 Mar 2026, 08:00 UTC',
      '- **Also took part:** Lee',
    ]);
  });
  it('tells the timeline in order, marks what was pinned, and lists reports and tasks', () => {
    const draft = draftReview(facts());
    expect(draft.timeline).toBe('- **2 Mar 2026, 08:00 UTC** 📌 Eve declared the incident\n- **2 Mar 2026, 08:20 UTC** Kim became commander');
    expect(draft.reports).toContain('- *Conditions:* Half of the payments fail');
    expect(draft.reports).not.toContain('Needs');
    expect(draft.tasks).toBe('- [ ] Add an alarm (Kim, due 10 Mar 2026)');
  });
  it('says so when there is nothing to say', () => {
    const empty = draftReview({ ...facts({ stages: [], participants: [], tasks: [] }), timeline: [], reports: [], costText: null });
    expect(empty.facts).toContain('never stable');
    expect([empty.people, empty.timeline, empty.reports, empty.tasks]).toEqual(['Nobody held a role.', 'Nothing was recorded.', 'No report was posted.', 'No tasks yet.']);
  });
  it('adds up the active time over a reopening', () => {
    const stages = [
      { stage: 'active' as const, from: '2026-03-02T08:00:00.000Z', to: '2026-03-02T09:00:00.000Z' },
      { stage: 'closed' as const, from: '2026-03-02T09:00:00.000Z', to: '2026-03-02T12:00:00.000Z' },
      { stage: 'active' as const, from: '2026-03-02T12:00:00.000Z', to: '2026-03-02T12:30:00.000Z' },
      { stage: 'closed' as const, from: '2026-03-02T12:30:00.000Z', to: null },
    ];
    expect(durationsOf('2026-03-02T08:00:00.000Z', stages)).toEqual({ toStable: 3_600_000, toClosed: 3_600_000, active: 5_400_000, reopenings: 1 });
    expect(draftReview(facts({ stages })).facts).toContain('1 time, 1 h 30 m active in all');
  });
  it('writes durations as people do', () => {
    expect([30_000, 720_000, 11_100_000, 187_200_000].map(durationText)).toEqual(['30 s', '12 m', '3 h 5 m', '2 d 4 h']);
  });
});
