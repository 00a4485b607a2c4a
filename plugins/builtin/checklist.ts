import { createHash } from 'node:crypto';

/** A check box of a document. `line` counts from 0. */
export interface CheckBox {
  id: string;
  line: number;
  title: string;
  /** E-mail address of the person named by `@name@example.org`, null when nobody is. */
  assignee: string | null;
  checked: boolean;
}

const BOX = /^\s*(?:[-*+]|\d+[.)])\s+\[([ xX])\]\s+(\S.*?)\s*$/;
const FENCE = /^\s*(```|~~~)/;
// What the automation drafted is made from tasks; reading it back would make tasks of tasks.
const DRAFT_BEGINS = /^<!-- dispatch:\w+/;
const DRAFT_ENDS = /^<!-- \/dispatch:\w+/;
const ASSIGNEE = /@([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/;

/**
 * The check boxes of a Markdown text in their order; those inside code and inside drafted sections are no tasks. The id comes from the
 * words and from how many boxes before have the same ones, so it survives moving, ticking and other boxes; other words are another task.
 */
export function checkBoxes(markdown: string): CheckBox[] {
  const seen = new Map<string, number>();
  return boxLines(markdown).map(({ line, mark, title }) => {
    const words = title.toLowerCase().replace(/\s+/g, ' ');
    const before = seen.get(words) ?? 0;
    seen.set(words, before + 1);
    const id = `${createHash('sha256').update(words).digest('hex').slice(0, 16)}-${before}`;
    return {
      id,
      line,
      title,
      assignee: ASSIGNEE.exec(title)?.[1]?.toLowerCase() ?? null,
      checked: mark !== ' ',
    };
  });
}

/** The text with one box ticked or unticked; null when there is no box of that id. Everything else stays to the letter. */
export function setCheckBox(markdown: string, id: string, checked: boolean): string | null {
  const box = checkBoxes(markdown).find((candidate) => candidate.id === id);
  if (!box) return null;
  const lines = markdown.split('\n');
  lines[box.line] = (lines[box.line] ?? '').replace(/\[[ xX]\]/, checked ? '[x]' : '[ ]');
  return lines.join('\n');
}

function boxLines(markdown: string): { line: number; mark: string; title: string }[] {
  let fence: string | null = null;
  let drafted = false;
  return markdown.split('\n').flatMap((text, line) => {
    const mark = FENCE.exec(text)?.[1];
    if (mark !== undefined && (fence === null || fence === mark)) fence = fence === null ? mark : null;
    if (DRAFT_BEGINS.test(text)) drafted = true;
    if (DRAFT_ENDS.test(text)) drafted = false;
    const found = fence === null && !drafted ? BOX.exec(text) : null;
    return found?.[1] !== undefined && found[2] !== undefined
      ? [{ line, mark: found[1], title: found[2] }]
      : [];
  });
}
