import { describe, expect, it } from '@jest/globals';
import { createMailRenderer } from '../../../activities/mail-render.ts';
import { openedActions, reportActions, roleActions, taskActions } from '../../../activities/messages/conversation/actions.ts';
import { participantsPage, summaryCards } from '../../../activities/messages/conversation/summary.ts';
import { markdownToHtml } from '../../../activities/messages/parts/markdown-html.ts';
import { describeEvent } from '../../../domain/incident/describe.ts';
import { renderTemplate } from '../../../domain/incident/template.ts';
import { declareForm, executiveForm, stageForm, tacticalForm, updateForm } from '../../../domain/interactions/forms.ts';
import { plainText, toBlocks } from '../../../plugins/slack/markdown.ts';
import { cardBlocks } from '../../../plugins/slack/views/cards.ts';
import { cardsModal, formModal } from '../../../plugins/slack/views/modal.ts';
import { MARKUP, SHORT, TRICKS, WORST } from '../../support/hostile-texts.ts';
import { by, declaration, declared, NADIA, OUTAGE, HIGH } from '../../support/incident-builders.ts';
import { after } from '../domain/run.ts';
import { everyMessage } from './builders.ts';

const PLACES = { restricted: false, audience: 'participants' } as const;
const everything = [SHORT, WORST].flatMap((text) => everyMessage({ title: text, name: text, markdown: text, ...PLACES }).map(([name, message]) => [name, text.slice(0, 24), message] as const));
const renderer = createMailRenderer({ mjmlPath: null });

/** What of an HTML text is more than shown text: tags that run or load, attributes that run, addresses that are none. Everything that opens a tag must be one that is understood here. */
function dangersOf(html: string): string[] {
  const open = html.replace(/<!--[\s\S]*?-->/g, '').replace(/<style[^>]*>[\s\S]*?<\/style>/g, '').replace(/^<!doctype html>/i, '');
  const tags = [...open.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z][a-z0-9:-]*(?:="[^"]*")?)*)\s*\/?>/gi)];
  const found = open.length > 0 && (open.match(/<[^\s\d]/g) ?? []).length !== tags.length ? ['something opens a tag and is none'] : [];
  for (const [tag, , name = '', attributes = ''] of tags) {
    if (/^(script|img|svg|iframe|object|embed|base|form|input|link|frame|math|template|audio|video)$/i.test(name)) found.push(tag);
    for (const [, attribute = '', value = ''] of attributes.matchAll(/\s([a-z][a-z0-9:-]*)(?:="([^"]*)")?/gi)) {
      if (/^on|^srcdoc$|^src$|^background$/i.test(attribute)) found.push(tag);
      if (/^(href|action|formaction)$/i.test(attribute) && !/^(https?:\/\/|mailto:|#)/i.test(value)) found.push(tag);
      if (attribute === 'style' && /url\(|expression|@import/i.test(value)) found.push(tag);
    }
  }
  return found;
}

/** What Slack would act on in a payload: everything in angle brackets but links, and links that are no web addresses. Texts of type `plain_text` and values of fields are shown as they are. */
function callsIn(payload: unknown): string[] {
  if (Array.isArray(payload)) return payload.flatMap(callsIn);
  if (typeof payload !== 'object' || payload === null) return [];
  const own = 'type' in payload && payload.type === 'mrkdwn' && 'text' in payload ? slackCalls(String(payload.text)) : [];
  const url = 'url' in payload && !/^https?:\/\//.test(String(payload.url)) ? [String(payload.url)] : [];
  return [...own, ...url, ...Object.values(payload).flatMap(callsIn)];
}
const slackCalls = (text: string): string[] => [...text.matchAll(/<(?!https?:\/\/|mailto:)[^>]*/g)].map(([call]) => call);

describe('the checks of this file', () => {
  it('see what is dangerous', () => {
    for (const html of ['<script>x</script>', '<p onclick="x">', '<a href="javascript:x">', '<svg/onload=x>', '<p><!channel></p>', '<b style="background:url(x)">']) expect([html, dangersOf(html).length > 0]).toEqual([html, true]);
    expect(dangersOf('<p>a &lt;script&gt; <a href="https://x.example">b</a></p>')).toEqual([]);
    expect(callsIn([{ type: 'mrkdwn', text: 'a <!channel> <https://x.example|b> <@U1>' }, { type: 'button', url: 'javascript:x' }])).toEqual(['<!channel', '<@U1', 'javascript:x']);
  });
});

describe('texts that would run', () => {
  it.each(everything)('are shown as text in the mail %s (%s)', async (_name, _text, message) => {
    expect(dangersOf(await renderer.html(message.mjml))).toEqual([]);
    expect(message.subject).not.toMatch(/[\r\n]/);
    expect(message.link.url).toMatch(/^https:\/\//);
  });

  it.each(everything)('and call nobody in Slack through %s (%s)', (_name, _text, message) => {
    const buttons = [{ label: SHORT, url: message.link.url }, { label: 'x', url: 'javascript:alert(1)' }, ...openedActions(SHORT), ...reportActions(SHORT, 'tactical'), ...roleActions(SHORT), ...taskActions(SHORT)];
    expect(callsIn(toBlocks({ markdown: message.markdown, buttons }))).toEqual([]);
    expect(slackCalls(plainText(message.markdown))).toEqual([]);
  });

  it('are text in Markdown of every kind that people write', () => {
    for (const text of [SHORT, MARKUP, TRICKS, WORST, `> ${WORST}`, `- ${SHORT}\n- [ ] ${SHORT}`, `# ${SHORT}`, `| ${SHORT} |\n|---|\n| ${MARKUP} |`]) {
      expect([text, dangersOf(markdownToHtml(text)), callsIn(toBlocks({ markdown: text, buttons: [] }))]).toEqual([text, [], []]);
    }
    expect(markdownToHtml(SHORT)).toContain('&lt;img src=x onerror=window.hit=4&gt;');
  });

  it('are values in templates, never templates', () => {
    expect(renderTemplate('# {{title}}\n{{description}}', { title: "{{constructor.constructor('x')()}}", description: '{{title}}' })).toBe("# {{constructor.constructor('x')()}}\n{{title}}");
  });
});

describe('an incident whose every word is one', () => {
  const evil = { ...NADIA, name: `${SHORT} <!channel> [N](javascript:x)` };
  const type = { ...OUTAGE, name: `${SHORT} <!here>` };
  const priority = { ...HIGH, name: `${SHORT} <@U1>` };
  const told = declaration({ title: WORST, description: WORST, tags: [SHORT], type, priority, reporter: evil, severity: { ...declaration().data.severity, name: `${SHORT} <!everyone>` } });
  const begun = declared(told.data);
  const withTask = after(begun, 'createTask', { taskId: 'task-1', title: `${SHORT} <!channel>`, description: WORST, assignee: evil, dueAt: null, kind: 'response' }, { actor: by(evil) });
  const state = after(withTask, 'assignRole', { person: evil, role: 'commander' }, { actor: by(evil) });
  const summary = summaryCards({ state, url: 'https://dispatch.example/i', costText: SHORT, nextReportAt: null });

  it('is summed up for Slack without calling anybody', () => {
    const page = participantsPage({ state });
    for (const payload of [cardBlocks(summary, 45), cardsModal(SHORT, summary), toBlocks({ markdown: page.markdown, buttons: [] })]) expect(callsIn(payload)).toEqual([]);
    // A canvas takes Markdown in which ![](@U…) calls people.
    expect(page.markdown).not.toMatch(/(?<!\\)!\[\]\(|(?<!\\)\]\(javascript/);
    expect(JSON.stringify(summary)).toContain('onerror');
  });

  it('is put into forms as values', async () => {
    const names = { projects: [], types: [{ name: type.name, isDefault: true }], severities: [{ name: SHORT, isDefault: true }], priorities: [{ name: SHORT, isDefault: true }] };
    const forms = [declareForm(names, { title: WORST, description: WORST }), updateForm(state, names), stageForm(state), tacticalForm(state, { conditions: WORST }), executiveForm(state, { overview: WORST })];
    const nobody = { manyByEmail: async () => new Map() } as never;
    for (const form of forms) expect(callsIn(await formModal(form, nobody))).toEqual([]);
  });

  it('is told on the timeline, in mails and in Slack as text', () => {
    const { text, details } = describeEvent(told);
    for (const words of [text, ...details.flatMap((one) => [one.label, one.text])]) expect([dangersOf(markdownToHtml(words)), callsIn(toBlocks({ markdown: words, buttons: [] }))]).toEqual([[], []]);
  });
});
