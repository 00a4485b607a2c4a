import { bold, escapeMarkdown, markdownLink } from '../../../domain/incident/markdown.ts';
import { type Block, type Content, type Inline, plainLine } from './content.ts';

/** The message as Markdown for a conversation. It leaves out what everybody there knows (the incident) and the link, which becomes a button. */
export function toMarkdown(content: Content): string {
  return [heading(content.heading), ...content.blocks.map(block)].filter((part) => part !== '').join('\n\n');
}

/** A heading without anything bold is bold as a whole, so that it stands out from the conversation. */
function heading(pieces: readonly Inline[]): string {
  return pieces.some((part) => typeof part === 'object') ? line(pieces) : bold(plainLine(pieces));
}

function block(part: Block): string {
  if (part.kind === 'action') return '';
  if (part.kind === 'paragraph') return line(part.line);
  if (part.kind === 'list') return part.items.map((item) => `- ${line(item)}`).join('\n');
  if (part.kind === 'links') return part.links.map(({ label, url }) => markdownLink(label, url)).join(' · ');
  if (part.kind === 'facts')
    return part.facts.map(({ label, value }) => `- **${escapeMarkdown(label)}:** ${line(value)}`).join('\n');
  const quoted = part.markdown
    .split('\n')
    .map((text) => `> ${text}`.trimEnd())
    .join('\n');
  return part.label === null ? quoted : `**${escapeMarkdown(part.label)}**\n${quoted}`;
}

function line(pieces: readonly Inline[]): string {
  return pieces.map(piece).join('');
}

function piece(part: Inline): string {
  if (typeof part === 'string') return spaced(part);
  if ('bold' in part) return bold(part.bold);
  if ('code' in part) return `\`${part.code.replaceAll('`', 'ˋ')}\``;
  return markdownLink(part.link, part.url);
}

/** Escaped, with the spaces at its ends, which join it to its neighbours. */
function spaced(text: string): string {
  const [, before = '', inner = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? [];
  return `${before && ' '}${escapeMarkdown(inner)}${after && ' '}`;
}
