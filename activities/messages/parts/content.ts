/** A piece of a line: plain text, or text that is bold, monospaced or a link. Everything is plain text until a renderer escapes it. */
export type Inline = string | { bold: string } | { code: string } | { link: string; url: string };

/** A part of a message, in reading order. */
export type Block =
  | { kind: 'paragraph'; line: Inline[] }
  | { kind: 'facts'; facts: Fact[] }
  /** Something that people wrote (Markdown), under a label of its own. */
  | { kind: 'quote'; label: string | null; markdown: string }
  | { kind: 'list'; items: Inline[][] }
  | { kind: 'links'; links: { label: string; url: string }[] }
  /** The message's link stands here; without this block it stands at the end. */
  | { kind: 'action' };
/** A label with its value. */
export interface Fact {
  label: string;
  value: Inline[];
}

/** A small coloured word of the heading, e.g. the stage. */
export interface Chip {
  text: string;
  tone: 'active' | 'stable' | 'closed' | 'review' | 'sev1' | 'sev2' | 'sev3' | 'sev4' | 'neutral';
}

/** A message before it takes the form of a chat message, a text or a mail. */
export interface Content {
  /** One line; what mail programs list. */
  subject: string;
  /** What it says in one line, without a full stop; the heading of the mail and the first line of the chat message. */
  heading: Inline[];
  /** Above the heading: the incident's key with chips; null for messages about no incident. */
  about: { key: string; title: string | null; chips: Chip[] } | null;
  blocks: Block[];
  /** The one thing to do or see. */
  link: { label: string; url: string };
  /** Why this person gets the mail. */
  reason: string;
}

/** A message in its forms. `markdown` is for chat (its link goes beside it, as a button), `text` and `mjml` for mail. */
export interface Message {
  subject: string;
  text: string;
  mjml: string;
  markdown: string;
  link: { label: string; url: string };
}

/** A paragraph from pieces; empty pieces are left out. */
export function paragraph(...line: (Inline | null)[]): Block {
  return {
    kind: 'paragraph',
    line: line.flatMap((piece) => (piece === null || piece === '' ? [] : [piece])),
  };
}

/** Facts that have a value. */
export function facts(...pairs: [label: string, value: Inline | null | undefined][]): Block[] {
  const known = pairs.flatMap(([label, value]) =>
    value === null || value === undefined || value === '' ? [] : [{ label, value: [value] }],
  );
  return known.length === 0 ? [] : [{ kind: 'facts', facts: known }];
}

/** What people wrote, when they wrote something. */
export function quote(label: string | null, markdown: string | null | undefined): Block[] {
  return markdown === null || markdown === undefined || markdown.trim() === ''
    ? []
    : [{ kind: 'quote', label, markdown: markdown.trim() }];
}

/** The words of a line without any formatting. */
export function plainLine(line: readonly Inline[]): string {
  return line
    .map((piece) =>
      typeof piece === 'string'
        ? piece
        : 'bold' in piece
          ? piece.bold
          : 'code' in piece
            ? piece.code
            : piece.link,
    )
    .join('');
}

/** The blocks with the place of the link among them: where the message put it, else at the end. */
export function blocksWithLink({ blocks }: Content): Block[] {
  return blocks.some((part) => part.kind === 'action') ? blocks : [...blocks, { kind: 'action' }];
}
