import { describe, expect, it } from '@jest/globals';
import { describeEvent } from '../../../domain/incident/describe.ts';
import type { EventData, EventKind, IncidentEvent } from '../../../domain/incident/events.ts';
import type { Actor } from '../../../domain/incident/types.ts';
import { by, declaration, MARA, NADIA, OMAR, OUTAGE } from '../../support/incident-builders.ts';

const SYSTEM: Actor = { kind: 'system', name: 'automation' };

function event<K extends EventKind>(kind: K, data: EventData[K], actor: Actor = by(NADIA)): IncidentEvent<K> {
  return {
    incidentId: 'i',
    seq: 7,
    key: 'k',
    kind,
    at: '2026-05-12T09:12:00.000Z',
    recordedAt: '2026-05-12T09:12:00.000Z',
    actor,
    data,
  };
}
const told = <K extends EventKind>(kind: K, data: EventData[K], actor?: Actor) =>
  describeEvent(event(kind, data, actor));
const text = <K extends EventKind>(kind: K, data: EventData[K], actor?: Actor) =>
  told(kind, data, actor).text;
const detail = (description: ReturnType<typeof describeEvent>, label: string) =>
  description.details.find((one) => one.label === label)?.text;
const task = {
  taskId: 't',
  title: 'Move *all* traffic',
  description: '',
  kind: 'response',
  assignee: MARA,
  dueAt: '2026-05-12T11:45:00.000Z',
} as const;
const resource = {
  kind: 'conversation',
  provider: 'builtin',
  externalId: 'x',
  url: 'https://dispatch.example/c',
  name: '#inc-42',
} as const;

const costLine = {
  lineId: 'l',
  kind: 'vendor',
  amount: '1250.5',
  currency: 'EUR',
  note: 'Invoice *17*',
  at: '2026-05-12T11:45:00.000Z',
} as const;

/** One event of every kind, with the sentence that people read. */
const SENTENCES: { [K in EventKind]: [EventData[K], Actor, string][] } = {
  'incident.declared': [
    [
      declaration({ title: 'Checkout fails' }).data,
      by(OMAR),
      '**Omar** declared the incident **Checkout fails**',
    ],
    [
      declaration({ title: 'Old one', stage: 'closed' }).data,
      by(OMAR),
      '**Omar** recorded the incident as closed **Old one**',
    ],
  ],
  'incident.edited': [
    [
      { changes: [{ field: 'severity', from: 'Major', to: 'Critical' }], edit: {} },
      by(NADIA),
      '**Nadia** changed the severity from **Major** to **Critical**',
    ],
    [
      { changes: [{ field: 'title', from: 'A', to: 'B' }], edit: {} },
      by(NADIA),
      '**Nadia** renamed the incident to **B**',
    ],
    [
      { changes: [{ field: 'visibility', from: 'open', to: 'restricted' }], edit: {} },
      by(NADIA),
      '**Nadia** restricted the incident to its participants',
    ],
    [
      { changes: [{ field: 'visibility', from: 'restricted', to: 'open' }], edit: {} },
      by(NADIA),
      '**Nadia** opened the incident to everybody',
    ],
    [
      { changes: [{ field: 'tags', from: ['a'], to: ['b', 'c'] }], edit: {} },
      by(NADIA),
      '**Nadia** added the tags **b** and **c** and removed the tag **a**',
    ],
    [
      { changes: [{ field: 'tags', from: ['a', 'b'], to: ['a'] }], edit: {} },
      by(NADIA),
      '**Nadia** removed the tag **b**',
    ],
    [
      { changes: [{ field: 'resolution', from: null, to: 'Rolled back' }], edit: {} },
      by(NADIA),
      '**Nadia** wrote the resolution',
    ],
    [
      { changes: [{ field: 'description', from: 'a', to: 'b' }], edit: {} },
      by(NADIA),
      '**Nadia** rewrote the description',
    ],
    [
      {
        changes: [
          { field: 'title', from: 'A', to: 'B' },
          { field: 'priority', from: 'Low', to: 'High' },
          { field: 'tags', from: [], to: ['x'] },
        ],
        edit: {},
      },
      by(NADIA),
      '**Nadia** changed the title, priority and tags',
    ],
  ],
  'incident.keyed': [
    [
      { key: 'PAY-8841', formerKey: 'INC-42' },
      SYSTEM,
      'The incident’s key is now **PAY-8841**; INC-42 still leads to it',
    ],
  ],
  'stage.changed': [
    [{ from: 'active', to: 'stable', reason: null }, by(NADIA), '**Nadia** marked the incident stable'],
    [{ from: 'stable', to: 'closed', reason: null }, by(NADIA), '**Nadia** closed the incident'],
    [{ from: 'closed', to: 'active', reason: null }, by(NADIA), '**Nadia** reopened the incident'],
    [{ from: 'closed', to: 'review', reason: null }, SYSTEM, 'The review began'],
  ],
  'participant.added': [
    [
      { person: MARA, role: 'participant', source: { kind: 'self' } },
      by(MARA),
      '**Mara** joined as a participant',
    ],
    [
      { person: MARA, role: 'observer', source: { kind: 'added' } },
      by(NADIA),
      '**Nadia** added **Mara** as an observer',
    ],
    [
      {
        person: MARA,
        role: 'commander',
        source: { kind: 'rule', ruleId: 'r', ruleName: 'Payments', service: 'psp_gateway' },
      },
      SYSTEM,
      '**Mara** was engaged as commander, on call for **psp\\_gateway**',
    ],
  ],
  'participant.removed': [
    [{ person: MARA }, by(NADIA), '**Nadia** removed **Mara**'],
    [{ person: MARA }, by(MARA), '**Mara** left'],
  ],
  'role.assigned': [
    [{ person: MARA, role: 'scribe', previous: null }, by(NADIA), '**Nadia** assigned **Mara** as scribe'],
    [
      { person: MARA, role: 'commander', previous: NADIA },
      by(MARA),
      '**Mara** took command, in place of **Nadia**',
    ],
    [
      { person: MARA, role: 'commander', previous: OMAR },
      SYSTEM,
      '**Mara** is now commander, in place of **Omar**',
    ],
  ],
  'report.posted': [
    [
      { reportId: 'r', report: { kind: 'tactical', conditions: 'c', actions: 'a', needs: '' } },
      by(NADIA),
      '**Nadia** posted a tactical report',
    ],
    [
      { reportId: 'r', report: { kind: 'executive', currentStatus: 'c', overview: 'a', nextSteps: '' } },
      by(NADIA),
      '**Nadia** posted an executive report',
    ],
  ],
  'report.snoozed': [
    [
      { kind: 'tactical', until: '2026-05-12T11:30:00.000Z' },
      by(NADIA),
      '**Nadia** put the tactical report off until 12 May 2026, 11:30 UTC',
    ],
  ],
  'task.created': [
    [task, by(NADIA), '**Nadia** created the task **Move \\*all\\* traffic** for **Mara**'],
    [
      { ...task, kind: 'followUp', assignee: null },
      by(NADIA),
      '**Nadia** created the follow-up **Move \\*all\\* traffic**',
    ],
  ],
  'task.updated': [
    [
      { taskId: 't', title: 'Move', changes: { state: 'done' } },
      by(MARA),
      '**Mara** completed the task **Move**',
    ],
    [
      { taskId: 't', title: 'Move', changes: { state: 'open', assignee: NADIA } },
      by(MARA),
      '**Mara** reopened the task **Move** and assigned it to **Nadia**',
    ],
    [
      { taskId: 't', title: 'Move', changes: { dueAt: null, assignee: null } },
      by(MARA),
      '**Mara** changed the task **Move**: assigned it to nobody and removed its due time',
    ],
  ],
  'note.added': [
    [{ text: 'PSP **confirms**' }, by(NADIA), '**Nadia** noted: PSP **confirms**'],
    [{ text: 'one\n\ntwo' }, by(NADIA), '**Nadia** added a note'],
    [{ text: '# big' }, by(NADIA), '**Nadia** added a note'],
  ],
  'event.pinned': [
    [{ seq: 3, pinned: true }, by(NADIA), '**Nadia** pinned event 3'],
    [{ seq: 3, pinned: false }, by(NADIA), '**Nadia** unpinned event 3'],
  ],
  'event.amended': [[{ seq: 3, text: 'corrected' }, by(NADIA), '**Nadia** corrected the text of event 3']],
  'person.erased': [
    [{ erasureId: 'e', personId: 'p', redactions: { 2: 'h', 5: 'h' } }, { kind: 'system', name: 'Dispatch' }, "A person's data was erased from 2 earlier events"],
    [{ erasureId: 'e', personId: 'p', redactions: {} }, { kind: 'system', name: 'Dispatch' }, "A person's data was erased"],
  ],
  'steps.armed': [
    [
      { steps: [{ step: 'ticket', run: 1, title: 'Create the ticket', needs: [] }] },
      SYSTEM,
      'Dispatch took on **Create the ticket**',
    ],
    [
      {
        steps: [
          { step: 'ticket', run: 1, title: 'Create the ticket', needs: [] },
          { step: 'engage', run: 1, title: 'Engage', needs: [] },
        ],
      },
      SYSTEM,
      'Dispatch took on 2 steps',
    ],
  ],
  'step.succeeded': [
    [
      { step: 'conversation', run: 1, resource, note: null },
      SYSTEM,
      'Conversation [#inc-42](https://dispatch.example/c) is ready'.replace('#', '\\#'),
    ],
    [{ step: 'welcome', run: 1, resource: null, note: null }, SYSTEM, 'The participants were welcomed'],
    [{ step: 'unheard-of', run: 1, resource: null, note: null }, SYSTEM, '**unheard-of** is done'],
  ],
  'step.failed': [
    [
      { step: 'ticket', run: 1, error: '401', attempts: 3 },
      SYSTEM,
      '**Create the ticket** failed after 3 tries',
    ],
    [
      { step: 'ticket', run: 1, error: '401', attempts: 1 },
      SYSTEM,
      '**Create the ticket** failed after 1 try',
    ],
  ],
  'step.skipped': [
    [{ step: 'ticket', run: 1, reason: 'by hand' }, by(NADIA), '**Nadia** left out **Create the ticket**'],
  ],
  'step.supplied': [
    [
      { step: 'conversation', run: 1, resource: { ...resource, url: 'javascript:alert(1)' } },
      by(NADIA),
      '**Nadia** supplied the conversation \\#inc-42 by hand',
    ],
  ],
  'step.retried': [[{ step: 'ticket', run: 2 }, by(NADIA), '**Nadia** retried **Create the ticket**']],
  'resource.archived': [
    [{ kind: 'conversation', archived: true }, SYSTEM, 'The conversation was archived'],
    [{ kind: 'conversation', archived: false }, SYSTEM, 'The conversation is open again'],
  ],
  'reminder.sent': [
    [
      {
        reminder: 'report/tactical',
        deadline: '2026-05-12T09:00:00.000Z',
        to: ['nadia@example.com'],
        text: 'x',
      },
      SYSTEM,
      'nadia@example.com was reminded of a tactical report',
    ],
    [
      { reminder: 'stale', deadline: '2026-05-12T09:00:00.000Z', to: ['a@x.io', 'b@x.io'], text: 'x' },
      SYSTEM,
      'a@x.io and b@x.io were asked whether the incident is stable',
    ],
    [
      { reminder: 'task/1', deadline: '2026-05-12T09:00:00.000Z', to: [], text: 'x' },
      SYSTEM,
      'Nobody could be reminded of a task',
    ],
  ],
  'postmortem.scheduled': [
    [
      { meetingAt: '2026-05-14T14:00:00.000Z', dueAt: '2026-05-19T14:00:00.000Z', owner: NADIA },
      SYSTEM,
      'The review meeting is set for 14 May 2026, 14:00 UTC',
    ],
  ],
  'postmortem.published': [[{ by: NADIA }, by(NADIA), '**Nadia** published the postmortem']],
  'cost.lineAdded': [[costLine, by(NADIA), '**Nadia** added a cost of **1,250.50 EUR** for a vendor']],
  'cost.lineChanged': [
    [
      { lineId: 'l', line: costLine, changes: { amount: '-20', kind: 'credits', note: 'x' } },
      by(NADIA),
      '**Nadia** changed the cost of **1,250.50 EUR** for a vendor to **-20.00 EUR**, to be for credits and in its note',
    ],
  ],
  'cost.lineRemoved': [
    [
      { lineId: 'l', line: costLine },
      by(NADIA),
      '**Nadia** removed the cost of **1,250.50 EUR** for a vendor',
    ],
  ],
  'cost.rerated': [
    [
      { pricingId: 'p', before: '100.00', after: '120.00', currency: 'USD', reason: 'New rates' },
      by(OMAR),
      '**Omar** priced the response again: **120.00 USD** instead of **100.00 USD**',
    ],
  ],
  'cost.thresholdCrossed': [
    [
      {
        alertId: 'a',
        name: 'Board',
        measure: 'total',
        amount: '1000',
        total: '1002.5',
        currency: 'USD',
        number: 1,
      },
      SYSTEM,
      'The cost reached **1,000.00 USD** (Board): it is **1,002.50 USD**',
    ],
  ],
  'message.imported': [
    [{ messageId: 'm', author: OMAR, text: 'It is DNS' }, by(NADIA), '**Omar** wrote: It is DNS'],
    [{ messageId: 'm', author: null, text: 'It is DNS' }, SYSTEM, 'Somebody wrote: It is DNS'],
  ],
};

const cases = Object.entries(SENTENCES).flatMap(([kind, rows]) =>
  rows.map(([data, actor, sentence]) => [sentence, kind, data, actor] as const),
);

describe('what happened, as a sentence', () => {
  it.each(cases)('%s', (...[sentence, kind, data, actor]) => {
    const description = describeEvent(event(kind as EventKind, data, actor));
    expect(description.text).toBe(sentence);
    expect(description.text).not.toMatch(/undefined|null|\[object|\n|\.$/);
    for (const one of description.details)
      expect(`${one.label} ${one.text}`).not.toMatch(/undefined|\bnull\b|\[object/);
  });
});

describe('its details', () => {
  it('hold what the sentence leaves out', () => {
    const declared = told(
      'incident.declared',
      declaration({
        commander: OMAR,
        commanderIsInterim: true,
        visibility: 'restricted',
        tags: ['a_b'],
        description: 'Half **fails**',
      }).data,
      by(OMAR),
    );
    expect(detail(declared, 'Commander')).toBe('**Omar**, for now');
    expect(detail(declared, 'Visibility')).toContain('Restricted');
    expect(detail(declared, 'Description')).toBe('Half **fails**');
    expect(detail(declared, 'Tags')).toBe('a\\_b');
    expect(detail(declared, 'Reported by')).toBeUndefined();
    expect(
      detail(told('stage.changed', { from: 'active', to: 'closed', reason: 'Wrong alarm' }), 'Reason'),
    ).toBe('Wrong alarm');
    expect(
      detail(
        told('step.failed', { step: 'ticket', run: 1, error: 'Jira said *no* <b>', attempts: 1 }, SYSTEM),
        'Error',
      ),
    ).toBe('Jira said \\*no\\* \\<b\\>');
    expect(
      told('report.posted', {
        reportId: 'r',
        report: { kind: 'tactical', conditions: 'bad', actions: 'many', needs: ' ' },
      }).details,
    ).toEqual([
      { label: 'Conditions', text: 'bad' },
      { label: 'Actions', text: 'many' },
    ]);
    expect(detail(told('task.created', task), 'Due')).toBe('12 May 2026, 11:45 UTC');
    expect(
      detail(
        told('incident.edited', {
          changes: [
            { field: 'title', from: 'A_', to: 'B' },
            { field: 'type', from: OUTAGE, to: { ...OUTAGE, name: 'Exercise' } },
          ],
          edit: {},
        }),
        'Type',
      ),
    ).toBe('Outage → Exercise');
  });

  it('are Markdown that cannot do harm: names, titles and addresses are escaped', () => {
    const nasty = { ...MARA, name: '[**x**](javascript:alert(1)) <img src=x>\n# h' };
    const sentence = text('role.assigned', { person: nasty, role: 'scribe', previous: null });
    expect(sentence).toContain('\\[\\*\\*x\\*\\*\\](javascript:alert(1)) \\<img src=x\\> # h');
    expect(text('participant.removed', { person: { ...MARA, name: ' ' } })).toBe(
      '**Nadia** removed **mara@example.com**',
    );
    expect(
      text(
        'step.succeeded',
        {
          step: 'ticket',
          run: 1,
          note: null,
          resource: { ...resource, kind: 'ticket', name: 'A](x)', url: 'https://x.example/a)b <c>' },
        },
        SYSTEM,
      ),
    ).toBe('Ticket A\\](x) is ready');
  });
});

it('a short telling holds what mattered', () => {
  const important = cases
    .filter(([, kind, data, actor]) => describeEvent(event(kind as EventKind, data, actor)).important)
    .map(([, kind]) => kind);
  expect([...new Set(important)].sort()).toEqual([
    'cost.thresholdCrossed',
    'incident.declared',
    'incident.edited',
    'message.imported',
    'note.added',
    'postmortem.published',
    'report.posted',
    'role.assigned',
    'stage.changed',
    'step.failed',
  ]);
});
