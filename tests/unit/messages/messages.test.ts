import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createMailRenderer } from '../../../activities/mail-render.ts';
import { everyMessage, type Words } from './builders.ts';

const PLAIN: Words = {
  title: 'Card payments are failing',
  name: 'Nadia Rahman',
  markdown: 'Most fail.',
  restricted: false,
  audience: 'participants',
};
const NASTY: Words = {
  ...PLAIN,
  title:
    '<script>alert(1)</script> & "quotes" \u0007 </mj-text><mj-raw> {{key}} https://evil.example/ ' +
    'long '.repeat(60),
  name: 'Ná[x](javascript:alert(1))*_ <b>\r\nBcc: eve@example.org',
  markdown:
    '<img src=x onerror=alert(1)> [a](javascript:alert(1)) [b](https://ok.example/?a=1&b="2") `</mj-text>` ![p](https://evil.example/p.png)\n\n```\n<mj-include path="/etc/passwd" />\n```',
};
const renderer = createMailRenderer({ mjmlPath: null });

it('every message file is tested here', () => {
  const files = readdirSync(path.resolve(import.meta.dirname, '../../../activities/messages')).filter(
    (file) => file.endsWith('.ts') && file !== 'ics.ts',
  );
  const names = everyMessage(PLAIN).map(([name]) => name);
  for (const file of files) expect(names.some((name) => name.includes(file.replace('.ts', '')))).toBe(true);
});

describe.each(everyMessage(PLAIN))('%s', (_name, message) => {
  it('says what it is about, asks for one thing, and says why it came', async () => {
    const html = await renderer.html(message.mjml);
    expect(message.subject.length).toBeGreaterThan(8);
    expect(message.text).toContain(message.link.url);
    expect(html).toContain(`href="${message.link.url.replaceAll('&', '&amp;')}"`);
    expect(html).toContain(message.link.label);
    expect(message.text).toMatch(/\n-- \nYou get this because /);
    expect(html).toContain('You get this because');
    for (const form of [message.subject, message.text, message.markdown, html])
      expect(form).not.toMatch(/undefined|\[object|\bNaN\b|Invalid Date|>null</);
    for (const form of [message.subject, message.text, message.markdown]) expect(form).not.toContain('!');
  });

  it('is a mail that works in both themes and loads nothing from elsewhere', async () => {
    const html = await renderer.html(message.mjml);
    expect(html).toContain('name="color-scheme" content="light dark"');
    expect(html).toContain('prefers-color-scheme: dark');
    expect(html).toMatch(/<html[^>]* lang="en"/);
    expect(html).not.toMatch(/<img|<link|@import|<script|url\(/i);
  });
});

describe.each(everyMessage(NASTY))('%s with ugly words', (_name, message) => {
  it('keeps its subject in one line of at most 120 characters', () => {
    expect(message.subject).not.toMatch(/[\r\n]/);
    expect(Array.from(message.subject).length).toBeLessThanOrEqual(120);
  });

  it('shows them, and runs nothing', async () => {
    const html = await renderer.html(message.mjml);
    expect(html).not.toMatch(/<script|<img|onerror=(?!alert\(1\)&gt;)|href="javascript:|<mj-/i);
    const addresses = [...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? '');
    for (const address of addresses)
      expect(address).toMatch(/^(https:\/\/(dispatch|meet|ok|evil)\.example\/|#)/);
    expect(html).not.toContain('src="https://evil.example');
    expect(message.markdown).not.toMatch(/(?<!\\)\]\(javascript:alert\(1\)\)\*/);
  });
});

describe('a restricted incident', () => {
  const outside = everyMessage({
    ...PLAIN,
    title: 'Takeover of Acme',
    markdown: 'We buy Acme.',
    restricted: true,
    audience: 'outside',
  });
  const forOutside = [
    'announcement',
    'stage-changed',
    'stage-changed by itself',
    'report-posted',
    'executive report-posted',
    'postmortem-published',
  ];

  it.each(outside.filter(([name]) => forOutside.includes(name)))(
    '%s tells people outside neither title nor text',
    async (_name, message) => {
      for (const form of [
        message.subject,
        message.text,
        message.markdown,
        message.mjml,
        await renderer.html(message.mjml),
      ])
        expect(form).not.toMatch(/Acme|Takeover|3,412/);
      expect(message.subject).toContain('Service outage (restricted)');
    },
  );

  it('is told whole to its participants, and marked', () => {
    for (const [name, message] of everyMessage({
      ...PLAIN,
      title: 'Takeover of Acme',
      restricted: true,
      audience: 'participants',
    }).filter(([one]) => forOutside.includes(one))) {
      expect([name, message.text.includes('Takeover of Acme')]).toEqual([name, true]);
      expect(message.text).toContain('Restricted');
    }
  });
});

describe('words that depend on the facts', () => {
  const text = (name: string, words: Partial<Words> = {}) =>
    everyMessage({ ...PLAIN, ...words }).find(([one]) => one === name)?.[1].text ?? '';

  it('times are said in the reader’s zone', () => {
    expect(text('report-posted')).toContain('by Tue 12 May 2026, 12:00 Europe/Berlin');
    expect(text('review-meeting')).toContain('Tue 12 May 2026, 10:00 UTC');
    expect(text('task-reminder')).toContain('Tue 12 May 2026, 06:00 America/New_York');
  });

  it('what is overdue says for how long', () => {
    expect(text('task-reminder')).toContain('a task is 1 d 2 h overdue: Card payments are failing');
    expect(text('review-due')).toContain('the postmortem is 1 d 2 h overdue');
    expect(text('close-reminder')).toContain('2 tasks are open; they stay with their owners');
  });

  it('what people wrote is quoted, empty fields are left out', () => {
    expect(text('report-posted', { markdown: 'EU is **down**' })).toContain('Conditions:\n  EU is **down**');
    expect(text('report-posted')).not.toContain('Needs');
  });
});
