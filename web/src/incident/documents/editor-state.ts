import { mergeTexts } from '../merge.ts';

/** A revision of a document as the API has it. */
export type ServerText = { body: string; revision: number };

/** A document being written: the text, the revision it was made from, and the other revision while two cannot be joined. */
export type EditorState = { text: string; base: string; revision: number; theirs: ServerText | undefined };

/** Unsaved text as it is kept on the device. */
export type Kept = { text: string; base: string; revision: number };

/** Begins with what was kept from an earlier visit, else with the document as it is. */
export function kept(stored: string | undefined, server: ServerText): EditorState {
  const fresh = { text: server.body, base: server.body, revision: server.revision, theirs: undefined };
  if (stored === undefined) return fresh;
  try {
    const { text, base, revision } = JSON.parse(stored) as Partial<Kept>;
    return typeof text === 'string' && typeof base === 'string' && typeof revision === 'number' ? { text, base, revision, theirs: undefined } : fresh;
  } catch {
    return fresh;
  }
}

/** Takes a revision of the API in: an older one is ignored, a newer one is joined with what is being written, or set beside it when the same lines were changed. */
export function withServer(state: EditorState, server: ServerText): EditorState {
  if (server.revision < state.revision || (server.revision === state.revision && server.body === state.base)) return state;
  const merged = mergeTexts(state.base, state.text, server.body);
  if (merged.conflict) return { ...state, theirs: { body: server.body, revision: server.revision } };
  return { text: merged.text, base: server.body, revision: server.revision, theirs: undefined };
}

/** Where the caret belongs after others' lines were joined in: it moves with the text around it. */
export function movedCaret(before: string, after: string, caret: number): number {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  if (caret <= start) return caret;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return caret >= before.length - end ? caret + after.length - before.length : Math.min(caret, after.length);
}

/** Both texts one after the other, each under a line that says whose it is, for joining them by hand. */
export function bothTexts(mine: string, theirs: string): string {
  return `<!-- yours -->\n${mine.trimEnd()}\n\n<!-- the other revision -->\n${theirs.trimEnd()}\n`;
}

/** Puts a block of Markdown at a place of a text, with an empty line before and after it. */
export function withBlock(text: string, at: number, block: string): string {
  const before = text.slice(0, at).replace(/\n+$/, '');
  const after = text.slice(at).replace(/^\n+/, '');
  return [before, block.trim(), after].filter((part) => part !== '').join('\n\n') + (after === '' ? '\n' : '');
}
