import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createMailRenderer } from '../../../activities/mail-render.ts';
import { calendarEntry } from '../../../activities/messages/ics.ts';
import { markdownToHtml } from '../../../activities/messages/parts/markdown-html.ts';
import { when } from '../../../activities/messages/parts/when.ts';
import { everyMessage } from './builders.ts';

const plain = (html: string) => html.replace(/ (style|class)="[^"]*"/g, '');

describe('Markdown in mail', () => {
  it.each([
    ['one\ntwo\n\nthree', '<p>one<br />two</p><p>three</p>'],
    ['**b** *i* __b__ _i_ ~~s~~', '<p><b>b</b> <i>i</i> <b>b</b> <i>i</i> <s>s</s></p>'],
    ['**bold with `code` and *more***', '<p><b>bold with <span>code</span> and <i>more</i></b></p>'],
    ['snake_case_word and 2*3*4', '<p>snake_case_word and 2<i>3</i>4</p>'],
    ['\\*not bold\\* \\<', '<p>*not bold* &lt;</p>'],
    ['# Title\ntext', '<p><b>Title</b></p><p>text</p>'],
    ['- a\n- [ ] b\n- [x] c', '<ul><li>a</li><li>☐ b</li><li>☑ c</li></ul>'],
    ['3. c\n4. d', '<ol start="3"><li>c</li><li>d</li></ol>'],
    ['> quoted\n> - list', '<div><p>quoted</p><ul><li>list</li></ul></div>'],
    ['```js\nif (a < b)\n  c\n```\nafter', '<p>if (a &lt; b)<br />&#160; c</p><p>after</p>'],
    ['```\nnever closed', '<p>never closed</p>'],
    ['[l](https://x.example/a?b=1&c=2)', '<p><a href="https://x.example/a?b=1&amp;c=2">l</a></p>'],
    ['see https://x.example/a.', '<p>see <a href="https://x.example/a">https://x.example/a</a>.</p>'],
    ['[l](javascript:x) ![p](https://x.example/p.png)', '<p>l <a href="https://x.example/p.png">p</a></p>'],
    ['<b>no</b> & "q"', '<p>&lt;b&gt;no&lt;/b&gt; &amp; &quot;q&quot;</p>'],
    ['', ''],
    ['** not ** * closed', '<p>** not ** * closed</p>'],
  ])('%j', (markdown, html) => {
    expect(plain(markdownToHtml(markdown))).toBe(html);
  });

  it('takes no long time for hostile text', () => {
    const started = Date.now();
    for (const text of [
      '*'.repeat(5000),
      '['.repeat(5000),
      '`'.repeat(5000),
      '_a'.repeat(3000),
      '**a '.repeat(2000),
      '> '.repeat(2000) + 'x',
      '](('.repeat(2000),
    ])
      markdownToHtml(text);
    expect(Date.now() - started).toBeLessThan(2000);
  });
});

it('a time falls back to UTC when the zone is unknown', () => {
  expect(when('2026-05-12T22:30:00.000Z', 'Asia/Tokyo')).toBe('Wed 13 May 2026, 07:30 Asia/Tokyo');
  expect([when('2026-05-12T22:30:00.000Z', 'Mars/Olympus'), when('2026-05-12T22:30:00.000Z', '')]).toEqual([
    'Tue 12 May 2026, 22:30 UTC',
    'Tue 12 May 2026, 22:30 UTC',
  ]);
});

describe('a calendar entry', () => {
  const meeting = {
    uid: 'm@dispatch',
    sequence: 2,
    title: 'Review; of INC-42, "x"',
    description: 'Line one\nLine two ' + 'ü'.repeat(80),
    startsAt: '2026-05-12T14:00:00.000Z',
    endsAt: '2026-05-12T14:45:00.000Z',
    url: 'https://meet.example/x',
    attendees: [{ email: 'nadia@example.org', name: 'Nadia "N"\r\nX:y' }],
  };
  const { ics, method } = calendarEntry(meeting, {
    organizer: { email: 'dispatch@example.org', name: 'Dispatch' },
    now: '2026-05-01T08:00:00.000Z',
  });
  const unfolded = ics.replaceAll('\r\n ', '');

  it('follows RFC 5545', () => {
    expect(method).toBe('REQUEST');
    for (const line of ics.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(ics.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(unfolded).toContain('DTSTART:20260512T140000Z\r\nDTEND:20260512T144500Z');
    expect(unfolded).toContain('SUMMARY:Review\\; of INC-42\\, "x"');
    expect(unfolded).toContain('DESCRIPTION:Line one\\nLine two üü');
    expect(unfolded).toContain('ATTENDEE;CN="Nadia  N   X:y";');
    expect(unfolded).toContain('SEQUENCE:2');
  });

  it('is taken away by a cancellation', () => {
    const cancelled = calendarEntry(meeting, {
      organizer: { email: 'd@example.org', name: 'D' },
      now: '2026-05-01T08:00:00.000Z',
      cancelled: true,
    });
    expect(cancelled.method).toBe('CANCEL');
    expect(cancelled.ics).toContain('STATUS:CANCELLED');
  });
});

describe('rendering', () => {
  const [, message] =
    everyMessage({ title: 'T', name: 'N', markdown: 'm', restricted: false, audience: 'participants' })[0] ??
    [];
  const mjml = message?.mjml ?? '';

  it('through an executable gives the same mail', async () => {
    const folder = path.resolve(import.meta.dirname, '../../../node_modules/.bin');
    const html = await createMailRenderer({ mjmlPath: folder }).html(mjml);
    expect(html).toContain('Open the incident');
    expect(html).toContain('prefers-color-scheme: dark');
    expect(html).not.toContain('<mj-');
  }, 20_000);

  it('says what is wrong with the executable or the MJML', async () => {
    await expect(createMailRenderer({ mjmlPath: '/nowhere' }).html(mjml)).rejects.toThrow(
      'MJML_PATH: /nowhere/mjml cannot be run',
    );
    await expect(
      createMailRenderer({ mjmlPath: null }).html('<mjml><mj-body><mj-nonsense /></mj-body></mjml>'),
    ).rejects.toThrow('not valid MJML');
    const folder = await mkdtemp(path.join(tmpdir(), 'dispatch-mjml-'));
    await writeFile(path.join(folder, 'mjml'), '#!/bin/sh\necho "out of ink" >&2\nexit 3\n');
    await chmod(path.join(folder, 'mjml'), 0o755);
    await expect(createMailRenderer({ mjmlPath: folder }).html(mjml)).rejects.toThrow(
      'ended with 3: out of ink',
    );
    await rm(folder, { recursive: true });
  });

  it('is done once for the same mail', async () => {
    const renderer = createMailRenderer({ mjmlPath: null });
    expect(renderer.html(mjml)).toBe(renderer.html(mjml));
    await renderer.html(mjml);
  });
});
