import { escapeHtml, safeHref } from './escape.ts';

const LINK = 'class="dlink" style="color:#2a52d6"';
const CODE =
  'class="dcode" style="font-family:Menlo,Consolas,monospace;font-size:13px;background:#f2f0ec;border-radius:4px;padding:1px 4px"';

/**
 * Markdown that people wrote as HTML for mail: paragraphs, headings (as bold lines), lists with check boxes, quotes, code, bold, italics,
 * struck text and links to http, https and mailto. No pictures, no HTML of their own; what it does not know it shows as text.
 */
export function markdownToHtml(markdown: string): string {
  return blocksOf(markdown.replace(/\r\n?/g, '\n').split('\n')).join('');
}

function blocksOf(lines: readonly string[]): string[] {
  const blocks: string[] = [];
  for (let at = 0; at < lines.length;) {
    const read =
      readCode(lines, at) ?? readList(lines, at) ?? readQuote(lines, at) ?? readParagraph(lines, at);
    if (read.html !== '') blocks.push(read.html);
    at = read.next;
  }
  return blocks;
}

interface Read {
  html: string;
  next: number;
}

const FENCE = /^\s*(```|~~~)/;
const ITEM = /^\s*(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/;
const QUOTE = /^\s*>\s?(.*)$/;
const HEADING = /^\s{0,3}#{1,6}\s+(.*?)\s*#*$/;

function readCode(lines: readonly string[], at: number): Read | null {
  const fence = FENCE.exec(lines[at] ?? '')?.[1];
  if (fence === undefined) return null;
  let end = at + 1;
  while (end < lines.length && !(lines[end] ?? '').trim().startsWith(fence)) end += 1;
  const code = lines
    .slice(at + 1, end)
    .map(escapeHtml)
    .join('<br />')
    .replaceAll('  ', '&#160; ');
  return {
    html: `<p ${CODE.replace('padding:1px 4px', 'padding:8px 10px;margin:8px 0')}>${code}</p>`,
    next: end + 1,
  };
}

function readList(lines: readonly string[], at: number): Read | null {
  const first = ITEM.exec(lines[at] ?? '');
  if (first === null) return null;
  const ordered = first[1] !== undefined;
  const items: string[] = [];
  let end = at;
  for (; end < lines.length; end += 1) {
    const item = ITEM.exec(lines[end] ?? '');
    if (item === null || (item[1] !== undefined) !== ordered) break;
    items.push(`<li style="margin:2px 0">${itemHtml(item[2] ?? '')}</li>`);
  }
  const tag = ordered ? `ol start="${first[1] ?? '1'}"` : 'ul';
  return {
    html: `<${tag} style="margin:6px 0;padding-left:22px">${items.join('')}</${ordered ? 'ol' : 'ul'}>`,
    next: end,
  };
}

function itemHtml(text: string): string {
  const box = /^\[([ xX])\]\s+(.*)$/.exec(text);
  return box === null ? inlineHtml(text) : `${box[1] === ' ' ? '☐' : '☑'} ${inlineHtml(box[2] ?? '')}`;
}

function readQuote(lines: readonly string[], at: number): Read | null {
  const inner: string[] = [];
  let end = at;
  for (; end < lines.length; end += 1) {
    const quoted = QUOTE.exec(lines[end] ?? '');
    if (quoted === null) break;
    inner.push(quoted[1] ?? '');
  }
  if (end === at) return null;
  return {
    html: `<div class="dquote" style="border-left:2px solid #e7e4df;padding-left:10px;margin:6px 0">${blocksOf(inner).join('')}</div>`,
    next: end,
  };
}

function readParagraph(lines: readonly string[], at: number): Read {
  const heading = HEADING.exec(lines[at] ?? '')?.[1];
  if (heading !== undefined)
    return { html: `<p style="margin:8px 0 4px"><b>${inlineHtml(heading)}</b></p>`, next: at + 1 };
  let end = at;
  const starts = (line: string) =>
    line.trim() === '' || FENCE.test(line) || ITEM.test(line) || QUOTE.test(line) || HEADING.test(line);
  while (end < lines.length && (end === at ? (lines[end] ?? '').trim() !== '' : !starts(lines[end] ?? '')))
    end += 1;
  const text = lines
    .slice(at, end)
    .map((line) => inlineHtml(line.trim()))
    .join('<br />');
  return { html: text === '' ? '' : `<p style="margin:6px 0">${text}</p>`, next: Math.max(end, at + 1) };
}

const INLINE =
  /(?<code>`+)(?<coded>.+?)\k<code>|\\(?<escaped>[!-/:-@[-`{-~])|!?\[(?<label>(?:\\.|[^[\]\\])*)\]\((?<href>[^\s()]+)(?:\s+"[^"]*")?\)|(?<mark>\*\*|__|~~|(?<!\*)\*(?!\*)|_)(?=\S)(?<marked>.+?)(?<=\S)\k<mark>(?!\*)|(?<auto>https?:\/\/[^\s<>"')\]]+[^\s<>"')\].,;:!?])/g;
const TAGS: Record<string, string> = { '**': 'b', __: 'b', '~~': 's', '*': 'i', _: 'i' };

function inlineHtml(text: string): string {
  let html = '';
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    html += escapeHtml(text.slice(from, match.index)) + pieceHtml(match, text);
    from = match.index + match[0].length;
  }
  return html + escapeHtml(text.slice(from));
}

function pieceHtml(match: RegExpExecArray, text: string): string {
  const { coded, escaped, label, href, mark, marked, auto } = match.groups ?? {};
  if (coded !== undefined) return `<span ${CODE}>${escapeHtml(coded.trim())}</span>`;
  if (escaped !== undefined) return escapeHtml(escaped);
  if (label !== undefined && href !== undefined) return linkHtml(inlineHtml(label), href);
  if (auto !== undefined) return linkHtml(escapeHtml(auto), auto);
  if (mark === undefined || marked === undefined) return escapeHtml(match[0]);
  // Underscores inside a word (snake_case) are no formatting.
  const inWord =
    mark.startsWith('_') &&
    (/\w/.test(text[match.index - 1] ?? '') || /\w/.test(text[match.index + match[0].length] ?? ''));
  if (inWord) return escapeHtml(mark) + inlineHtml(match[0].slice(mark.length));
  const tag = TAGS[mark] ?? 'b';
  return `<${tag}>${inlineHtml(marked)}</${tag}>`;
}

function linkHtml(label: string, url: string): string {
  const href = safeHref(url);
  return href === null ? label : `<a href="${href}" ${LINK}>${label}</a>`;
}
