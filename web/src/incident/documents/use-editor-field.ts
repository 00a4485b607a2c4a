import { type RefObject, useLayoutEffect, useRef } from 'react';
import { movedCaret, withBlock } from './editor-state.ts';
import type { Editor } from './use-editor.ts';

/** The field a document is written in: its element, and putting words or whole blocks where the caret stands. */
export type EditorField = { fieldRef: RefObject<HTMLTextAreaElement | null>; insertWord: (word: string) => void; insertBlock: (block: string) => void };

/** Makes the field of an editor; the caret stays in its sentence when the text changes by something else than typing. */
export function useEditorField(editor: Editor): EditorField {
  const fieldRef = useRef<HTMLTextAreaElement>(null);
  const touched = useKeptCaret(fieldRef, editor.text);
  // A field that nobody has been in has its caret at the very beginning, which nobody means.
  const caret = (): number => (touched.current ? fieldRef.current?.selectionEnd : undefined) ?? editor.text.length;
  return {
    fieldRef,
    insertWord: (word) => editor.write(editor.text.slice(0, caret()) + word + editor.text.slice(caret())),
    insertBlock: (block) => editor.write(withBlock(editor.text, caret(), block)),
  };
}

/** Returns whether somebody has been in the field. */
function useKeptCaret(field: RefObject<HTMLTextAreaElement | null>, text: string): RefObject<boolean> {
  const touched = useRef(false);
  const last = useRef({ text, caret: 0 });
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    const { text: before, caret } = last.current;
    // After typing the browser has put the caret right already; after a merge it stands at the very end.
    if (before !== text && document.activeElement === element && element.selectionStart === text.length && caret < before.length) {
      const next = movedCaret(before, text, caret);
      element.setSelectionRange(next, next);
    }
    last.current = { text, caret: element.selectionStart };
  }, [field, text]);
  useLayoutEffect(() => {
    const onSelect = (): void => {
      if (!field.current || document.activeElement !== field.current) return;
      touched.current = true;
      last.current.caret = field.current.selectionStart;
    };
    document.addEventListener('selectionchange', onSelect);
    return () => document.removeEventListener('selectionchange', onSelect);
  }, [field]);
  return touched;
}
