import { slackifyMarkdown } from 'slackify-markdown';
import type { CardButton, OutgoingMessage } from '../contract.ts';

/** Slack takes 3,000 characters in a section and 50 blocks in a message (docs.slack.dev/reference/block-kit). */
const SECTION = 2900;
const MOST_SECTIONS = 45;
const MOST_BUTTONS = 5;
/** All texts of a message together: Slack refuses more than about 12,000 characters (`msg_blocks_too_long`), and counts what it does not say. */
export const MESSAGE_TEXT = 10_000;
/** What buttons and what stands beside the text may add. */
const BESIDE_TEXT = 500;
const CUT = '… This is longer than Slack takes: the whole is on the web.';

/**
 * Markdown as Slack's mrkdwn. Only links keep their angle brackets: `<!channel>`, `<@U…>` and everything else that Slack would act on stays
 * text, so that nobody wakes a whole workspace through a title.
 */
export function toMrkdwn(markdown: string): string {
  const plain = markdown.replaceAll('\u200b', '');
  return slackifyMarkdown(plain).replace(/<(?!(?:https?:\/\/|mailto:)[^\s<>|]+(?:\|[^<>\n]*)?>)/g, '&lt;').trim();
}

/** The first line of a message without marks, for notifications and screen readers. */
export function plainText(markdown: string): string {
  return markdown.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/^\s*(?:>|#+)\s*/gm, '').replace(/[*_`~]/g, '').replace(/\s+/g, ' ').trim().slice(0, 300).replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c] ?? c);
}

/** A message as Block Kit: text in sections that Slack takes, then its buttons. A text that is longer than a message takes ends with a word about it. */
export function toBlocks({ markdown, buttons }: Pick<OutgoingMessage, 'markdown' | 'buttons'>): object[] {
  const whole = toMrkdwn(markdown);
  const parts = whole.length <= MESSAGE_TEXT - BESIDE_TEXT ? split(whole) : [...split(whole.slice(0, placeToCut(whole, MESSAGE_TEXT - BESIDE_TEXT))), CUT];
  const sections = parts.slice(0, MOST_SECTIONS).map((text) => ({ type: 'section', text: { type: 'mrkdwn', text } }));
  const elements = buttons
    .filter((button) => !('url' in button) || /^https?:\/\//.test(button.url))
    .slice(0, MOST_BUTTONS)
    .map((button, n) => buttonElement(button, String(n)));
  return elements.length === 0 ? sections : [...sections, { type: 'actions', elements }];
}

/** A button; the action's name is part of its id, `place` keeps the ids of a message apart. */
export function buttonElement({ label, style, action, value, url, confirm }: CardButton, place: string): object {
  return {
    type: 'button',
    action_id: `${action ?? 'open-link'}:${place}`,
    text: { type: 'plain_text', text: label.slice(0, 75) },
    ...(value === undefined ? {} : { value: value.slice(0, 2000) }),
    ...(url === undefined ? {} : { url: url.slice(0, 3000) }),
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined ? {} : { confirm: { title: { type: 'plain_text', text: 'Sure?' }, text: { type: 'mrkdwn', text: toMrkdwn(confirm).slice(0, 300) }, confirm: { type: 'plain_text', text: 'Yes' }, deny: { type: 'plain_text', text: 'No' } } }),
  };
}

/** Texts of at most a section's length, cut at a blank line, a line or a word. */
function split(text: string): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > SECTION) {
    const at = placeToCut(rest, SECTION);
    parts.push(rest.slice(0, at));
    rest = rest.slice(at).trimStart();
  }
  return rest === '' ? parts : [...parts, rest];
}

function placeToCut(text: string, most: number): number {
  const window = text.slice(0, most);
  return [window.lastIndexOf('\n\n'), window.lastIndexOf('\n'), window.lastIndexOf(' ')].find((n) => n > most / 2) ?? most;
}

/** Characters of all texts in blocks, as Slack counts them towards {@link MESSAGE_TEXT}. */
export function textLength(value: unknown): number {
  if (value === null || typeof value !== 'object') return 0;
  return Object.entries(value).reduce((sum, [name, inner]) => sum + (name === 'text' && typeof inner === 'string' ? inner.length : textLength(inner)), 0);
}
