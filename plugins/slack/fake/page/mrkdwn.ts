import type { SlackWorkspace } from '../workspace.ts';
import { all, html, type Html } from './html.ts';

const TOKEN = /```([\s\S]+?)```|`([^`\n]+)`|<([^<>]+)>|(?<![\w*])\*([^*\n]+)\*(?![\w*])|(?<!\w)_([^_\n]+)_(?!\w)|(?<!\w)~([^~\n]+)~(?!\w)/;
const plain = (text: string): string => text.replace(/&(amp|lt|gt);/g, (_all, name: string) => ({ amp: '&', lt: '<', gt: '>' })[name] ?? '');

/** Slack's mrkdwn as markup (docs.slack.dev/messaging/formatting-message-text): nothing of a text becomes markup by itself. */
export function mrkdwn(workspace: SlackWorkspace, text: string): Html {
  const lines = text.split('\n');
  const quoted = all(lines, (line, n) => {
    const isQuote = /^(?:>|&gt;)\s?/.test(line);
    const end = n === lines.length - 1 || isQuote ? '' : '\n';
    return isQuote ? html`<span class="quote">${inline(workspace, line.replace(/^(?:>|&gt;)\s?/, ''))}</span>` : html`${inline(workspace, line)}${end}`;
  });
  return text.includes('```') ? inline(workspace, text) : quoted;
}

function inline(workspace: SlackWorkspace, text: string): Html {
  const found = TOKEN.exec(text);
  if (found === null) return html`${plain(text)}`;
  const [whole, block, code, angle, bold, italic, gone] = found;
  const inside = (part: string) => inline(workspace, part);
  const shown =
    block !== undefined ? html`<pre>${plain(block.trim())}</pre>`
      : code !== undefined ? html`<code>${plain(code)}</code>`
        : angle !== undefined ? reference(workspace, angle)
          : bold !== undefined ? html`<b>${inside(bold)}</b>`
            : italic !== undefined ? html`<i>${inside(italic)}</i>`
              : html`<s>${inside(gone ?? '')}</s>`;
  return html`${plain(text.slice(0, found.index))}${shown}${inside(text.slice(found.index + whole.length))}`;
}

/** What stands in angle brackets: a person, a channel, or an address with its words. */
function reference(workspace: SlackWorkspace, text: string): Html {
  const [target = '', words] = text.split('|');
  if (target.startsWith('@')) return html`<span class="mention">@${workspace.users.get(target.slice(1))?.realName ?? words ?? 'somebody'}</span>`;
  if (target.startsWith('#')) return html`<span class="mention">#${workspace.channels.get(target.slice(1))?.name ?? words ?? 'a-channel'}</span>`;
  if (/^(https?:\/\/|mailto:)/.test(target)) return html`<a href="${plain(target)}" target="_blank" rel="noopener">${plain(words ?? target)}</a>`;
  return html`&lt;${plain(text)}&gt;`;
}

/** A text that somebody types as Slack sends it on: special characters written out, `@name` as a mention. */
export function typedText(workspace: SlackWorkspace, text: string): string {
  const safe = text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c] ?? c);
  const named = safe.replace(/(?<!\S)@([\w.-]+)/g, (whole, name: string) => {
    const user = [...workspace.users.values()].find((one) => one.name === name.toLowerCase());
    return user === undefined ? whole : `<@${user.id}>`;
  });
  return named.replace(/(?<!\S)(https?:\/\/[^\s<>]+)/g, '<$1>');
}
