import { type Block, blocksWithLink, type Content, type Inline, plainLine } from './content.ts';

/** The message as plain text for mail: everything the mail says, addresses written out. */
export function toText(content: Content): string {
  const { about } = content;
  const head =
    about === null
      ? []
      : [
          [about.key, ...about.chips.map((chip) => chip.text)].join(' · '),
          ...(about.title === null ? [] : [about.title]),
        ];
  const parts = [
    ...(head.length === 0 ? [] : [head.join('\n')]),
    plainLine(content.heading),
    ...blocksWithLink(content).map((part) =>
      part.kind === 'action' ? `${content.link.label}:\n${content.link.url}` : block(part),
    ),
    `-- \n${content.reason}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function block(part: Exclude<Block, { kind: 'action' }>): string {
  if (part.kind === 'paragraph') return line(part.line);
  if (part.kind === 'list') return part.items.map((item) => `- ${line(item)}`).join('\n');
  if (part.kind === 'links') return part.links.map(({ label, url }) => `${label}: ${url}`).join('\n');
  if (part.kind === 'facts')
    return part.facts.map(({ label, value }) => `${label}: ${line(value)}`).join('\n');
  const quoted = part.markdown
    .split('\n')
    .map((text) => `  ${text}`.trimEnd())
    .join('\n');
  return part.label === null ? quoted : `${part.label}:\n${quoted}`;
}

function line(pieces: readonly Inline[]): string {
  return pieces
    .map((piece) =>
      typeof piece === 'object' && 'link' in piece && piece.url !== piece.link
        ? `${piece.link} (${piece.url})`
        : plainLine([piece]),
    )
    .join('');
}
