import { type Block, blocksWithLink, type Content, type Inline, plainLine } from './content.ts';
import { escapeHtml, safeHref } from './escape.ts';
import { chip, MONO, page } from './layout.ts';
import { markdownToHtml } from './markdown-html.ts';
import { LIGHT } from './tokens.ts';

/** The message as MJML. Every value is escaped; addresses that are not http, https or mailto become text. */
export function toMjml(content: Content): string {
  return page({
    preview: escapeHtml(plainLine(content.heading)),
    header: about(content) + heading(content),
    body: blocksWithLink(content)
      .map((part) => (part.kind === 'action' ? button(content.link) : block(part)))
      .join('\n'),
    footer: escapeHtml(content.reason),
  });
}

function text(html: string, options: { padding?: string; css?: string; attributes?: string } = {}): string {
  return `          <mj-text padding="${options.padding ?? '0 0 14px'}" css-class="${options.css ?? 'dink'}" ${options.attributes ?? ''}>${html}</mj-text>`;
}

function about({ about: incident }: Content): string {
  if (incident === null) return '';
  const key = `<span class="dink2" style="font-family:${escapeHtml(MONO)};font-size:12.5px;color:${LIGHT.ink2};margin-right:10px;white-space:nowrap">${escapeHtml(incident.key)}</span>`;
  const title =
    incident.title === null
      ? ''
      : `<div class="dink2" style="color:${LIGHT.ink2};font-size:13.5px;line-height:20px;margin-top:2px">${escapeHtml(incident.title)}</div>`;
  return text(`${key}${incident.chips.map(chip).join('')}${title}`, { padding: '0 0 10px', css: 'dink2' });
}

function heading(content: Content): string {
  return text(
    inline(
      content.heading.map((piece) => (typeof piece === 'object' && 'bold' in piece ? piece.bold : piece)),
    ),
    {
      attributes: 'font-size="20px" line-height="27px" font-weight="600" letter-spacing="-0.2px"',
    },
  );
}

function block(part: Exclude<Block, { kind: 'action' }>): string {
  if (part.kind === 'paragraph') return text(inline(part.line));
  if (part.kind === 'list')
    return text(
      `<ul style="margin:0;padding-left:22px">${part.items.map((item) => `<li style="margin:3px 0">${inline(item)}</li>`).join('')}</ul>`,
    );
  if (part.kind === 'links')
    return text(
      part.links
        .map(
          ({ label, url }) =>
            `<span style="display:inline-block;margin-right:18px;white-space:nowrap">${inline([{ link: label, url }])}</span>`,
        )
        .join(' '),
    );
  if (part.kind === 'facts') return factsTable(part.facts);
  return quoted(part);
}

function factsTable(facts: { label: string; value: Inline[] }[]): string {
  const rows = facts.map(({ label, value }) => {
    const left = `<td class="dlabel" style="width:104px;padding:3px 12px 3px 0;vertical-align:top;color:${LIGHT.ink2};font-size:14px;line-height:21px">${escapeHtml(label)}</td>`;
    return `<tr>${left}<td class="dink" style="padding:3px 0;vertical-align:top;color:${LIGHT.ink};font-size:14px;line-height:21px;overflow-wrap:anywhere">${inline(value)}</td></tr>`;
  });
  return `          <mj-table padding="0 0 14px" css-class="dink dfacts">${rows.join('')}</mj-table>`;
}

function quoted({ label, markdown }: { label: string | null; markdown: string }): string {
  const title =
    label === null
      ? ''
      : `<div class="dink2" style="color:${LIGHT.ink2};font-size:12.5px;font-weight:600;margin-bottom:2px">${escapeHtml(label)}</div>`;
  return text(
    `<div class="dquote dink" style="border-left:2px solid ${LIGHT.line};padding-left:12px;font-size:14.5px;line-height:22px;overflow-wrap:anywhere">${title}${markdownToHtml(markdown)}</div>`,
  );
}

function button({ label, url }: Content['link']): string {
  const href = safeHref(url);
  if (href === null) return '';
  return `          <mj-button href="${href}" align="left" background-color="${LIGHT.accent}" color="${LIGHT.accentInk}" border-radius="7px" font-size="15px" font-weight="600" inner-padding="11px 18px" padding="4px 0 18px" css-class="dbutton">${escapeHtml(label)}</mj-button>`;
}

function inline(line: readonly Inline[]): string {
  return line.map(inlinePiece).join('');
}

function inlinePiece(piece: Inline): string {
  if (typeof piece === 'string') return escapeHtml(piece);
  if ('bold' in piece) return `<b>${escapeHtml(piece.bold)}</b>`;
  if ('code' in piece)
    return `<span class="dcode" style="font-family:${escapeHtml(MONO)};font-size:13px;background:${LIGHT.chip};border-radius:4px;padding:1px 4px">${escapeHtml(piece.code)}</span>`;
  const href = safeHref(piece.url);
  return href === null
    ? escapeHtml(piece.link)
    : `<a href="${href}" class="dlink" style="color:${LIGHT.link}">${escapeHtml(piece.link)}</a>`;
}
