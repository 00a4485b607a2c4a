import { describe, expect, it } from '@jest/globals';
import {
  bold,
  escapeMarkdown,
  listed,
  markdownLink,
  safeUrl,
  shortened,
} from '../../../domain/incident/markdown.ts';
import { clock, day, lasting, moment } from '../../../domain/incident/moments.ts';
import {
  documentValues,
  PLACEHOLDERS,
  placeholdersOf,
  renderTemplate,
  unknownPlaceholders,
} from '../../../domain/incident/template.ts';
import { INCIDENT_DOCUMENT_TEMPLATE } from '../../../domain/incident/templates/incident-document.ts';
import { REVIEW_DOCUMENT_TEMPLATE } from '../../../domain/incident/templates/review-document.ts';
import { draftReview } from '../../../domain/postmortem/draft.ts';
import { mergeDraft } from '../../../domain/postmortem/merge.ts';
import type { IncidentState } from '../../../domain/incident/state.ts';
import { declaration, declared, MARA, NADIA } from '../../support/incident-builders.ts';

const at = '2026-05-12T09:12:00.000Z';

function ready(changes: Partial<IncidentState> = {}): IncidentState {
  const state = declared(
    {
      key: 'INC-42',
      title: 'Checkout *fails*',
      description: 'Half of **all** payments fail.\n\n- EU',
      tags: ['region/eu', 'region/us', 'vip'],
    },
    at,
  );
  const link = { provider: 'builtin', externalId: 'x', state: 'ready' } as const;
  return {
    ...state,
    resources: {
      conversation: { ...link, kind: 'conversation', name: '#inc-42', url: 'https://dispatch.example/c' },
      ticket: { ...link, kind: 'ticket', name: 'INC-42', url: null },
    },
    tasks: [
      {
        taskId: 't',
        title: 'Move_traffic',
        description: '',
        kind: 'response',
        assignee: MARA,
        dueAt: '2026-05-12T11:45:00.000Z',
        state: 'open',
        createdAt: at,
        updatedAt: at,
        remindedAt: null,
      },
      {
        taskId: 'u',
        title: 'Add an alarm',
        description: '',
        kind: 'followUp',
        assignee: null,
        dueAt: null,
        state: 'done',
        createdAt: at,
        updatedAt: at,
        remindedAt: null,
      },
    ],
    ...changes,
  };
}
const values = (state: IncidentState) =>
  documentValues({
    state,
    url: 'https://dispatch.example/incidents/INC-42',
    cost: '$3,412',
    events: [declaration({}, at)],
  });

describe('templates', () => {
  it('are filled in once, unknown names stay visible', () => {
    expect(
      renderTemplate('{{a}} {{ a }} {{b}} {{ a.b-c }} {{}} {{ two words }} {a}', {
        a: '{{b}}$&',
        'a.b-c': 'x',
      }),
    ).toBe('{{b}}$& {{b}}$& {{b}} x {{}} {{ two words }} {a}');
    expect(renderTemplate('{{toString}} {{__proto__}}', {})).toBe('{{toString}} {{__proto__}}');
    expect(placeholdersOf('{{b}} {{a}} {{b}}')).toEqual(['b', 'a']);
    expect(unknownPlaceholders('{{key}} {{commander_fullname}} {{tag_region}} {{comander}}')).toEqual([
      'comander',
    ]);
  });

  it.each([
    ['incident', INCIDENT_DOCUMENT_TEMPLATE],
    ['review', REVIEW_DOCUMENT_TEMPLATE],
  ])('the %s document has no placeholder that stays unfilled', (_name, template) => {
    expect(unknownPlaceholders(template)).toEqual([]);
    const text = renderTemplate(template, values(ready()));
    expect(text).not.toMatch(/\{\{|undefined|null|NaN|Invalid/);
    expect(text).toContain('# INC-42: Checkout \\*fails\\*');
  });

  it('grow no further than a million characters, however often a long value is named', () => {
    const text = renderTemplate('{{a}}'.repeat(30_000), { a: 'long '.repeat(4000) });
    expect(text.length).toBeLessThan(1_200_000);
    expect([text.startsWith('long long'), text.endsWith('{{a}}')]).toEqual([true, true]);
  });

  it('the review has the places that the draft fills', () => {
    const state = ready();
    const merged = mergeDraft(
      REVIEW_DOCUMENT_TEMPLATE,
      draftReview({
        state,
        timeline: [{ at, text: 'It broke', pinned: false }],
        reports: [],
        costText: null,
      }),
    );
    expect(merged).toContain('It broke');
    expect(merged.indexOf('It broke')).toBeLessThan(merged.indexOf('## How we noticed'));
    expect(merged.match(/^## /gm)).toEqual(REVIEW_DOCUMENT_TEMPLATE.match(/^## /gm));
  });
});

describe('values of documents', () => {
  it('exist for every placeholder and alias, before anything has happened too', () => {
    const all = PLACEHOLDERS.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(new Set(all).size).toBe(all.length);
    for (const state of [ready(), ready({ resources: {}, tasks: [] })])
      expect(Object.keys(values(state))).toEqual(expect.arrayContaining(all));
    for (const { meaning } of PLACEHOLDERS) expect(meaning.length).toBeGreaterThan(5);
  });

  it('are escaped, except for what people wrote as Markdown', () => {
    expect(values(ready())).toMatchObject({
      title: 'Checkout \\*fails\\*',
      description: 'Half of **all** payments fail.\n\n- EU',
      conversation: '[\\#inc-42](https://dispatch.example/c)',
      conversation_weblink: 'https://dispatch.example/c',
      ticket: 'INC-42',
      ticket_url: '–',
      commander_fullname: 'Nadia',
      name: 'INC-42',
      status: 'active',
      tag_region: 'eu, us',
      tasks: '- **Move\\_traffic**: Mara, open, due 12 May 2026',
      follow_ups: '- **Add an alarm**: nobody yet, done',
      timeline: '- **12 May 2026, 09:12** **Omar** declared the incident **Checkout fails**',
      cost: '$3,412',
    });
  });

  it('tell times only when they are known', () => {
    const open = values(ready());
    expect(open).toMatchObject({ stable_at: 'not yet', duration: 'not yet', review_at: 'not yet' });
    const closed = values(
      ready({
        stage: 'closed',
        stages: [
          { stage: 'active', from: at, to: '2026-05-12T11:26:00.000Z' },
          { stage: 'closed', from: '2026-05-12T11:26:00.000Z', to: null },
        ],
      }),
    );
    expect(closed).toMatchObject({
      stable_at: '12 May 2026, 11:26 UTC',
      time_to_stable: '2 h 14 m',
      duration: '2 h 14 m',
    });
    const scheduled = values(
      ready({
        postmortem: { state: 'scheduled', owner: NADIA, meetingAt: at, dueAt: at, publishedAt: null },
      }),
    );
    expect(scheduled).toMatchObject({ review_at: '12 May 2026, 09:12 UTC', review_owner: 'Nadia' });
  });
});

describe('Markdown from plain text', () => {
  it.each([
    [
      'a_b *c* `d` [e](f) <g> ~h~ |i| &amp; \\',
      'a\\_b \\*c\\* \\`d\\` \\[e\\](f) \\<g\\> \\~h\\~ \\|i\\| \\&amp; \\\\',
    ],
    ['# not a heading', '\\# not a heading'],
    ['- not a list', '\\- not a list'],
    ['2. not a list', '2\\. not a list'],
    ['2.5 s', '2\\.5 s'],
    ['two\nlines\t here ', 'two lines here'],
    ['{{key}}', '\\{{key}}'],
    ['![x](y)', '\\!\\[x\\](y)'],
    ['Tom & Ana (EU) 100% + 5!', 'Tom \\& Ana (EU) 100% + 5!'],
    ['', ''],
  ])('%j shows as it is', (plain, escaped) => {
    expect(escapeMarkdown(plain)).toBe(escaped);
  });

  it('links only to the web and to mail, and never breaks out', () => {
    expect(markdownLink('a]b', 'https://x.example/(1)?q="<>')).toBe(
      '[a\\]b](https://x.example/%281%29?q=%22%3C%3E)',
    );
    expect(safeUrl('mailto:a@b.c')).toBe('mailto:a@b.c');
    for (const url of [
      'javascript:alert(1)',
      'data:text/html,x',
      'https://x y',
      '/path',
      '',
      null,
      undefined,
    ])
      expect(safeUrl(url)).toBeNull();
    expect(bold('  ')).toBe('');
    expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
    expect(shortened('👩‍🚒👩‍🚒👩‍🚒abc', 4)).toMatch(/…$/);
  });
});

describe('times', () => {
  it('are said in UTC, durations in two units', () => {
    expect([moment(at), clock(at), day(at), moment('never')]).toEqual([
      '12 May 2026, 09:12 UTC',
      '09:12',
      '12 May 2026',
      'never',
    ]);
    const later = (seconds: number) => lasting(at, new Date(Date.parse(at) + seconds * 1000).toISOString());
    expect([
      later(-5),
      later(45),
      later(60),
      later(3599),
      later(3600),
      later(8040),
      later(86_400),
      later(273_600),
    ]).toEqual(['0 s', '45 s', '1 m', '59 m', '1 h', '2 h 14 m', '1 d', '3 d 4 h']);
  });
});
