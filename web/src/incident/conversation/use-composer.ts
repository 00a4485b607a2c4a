import { type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import { useDraft } from '../drafts.ts';
import type { Uploaded } from '../files/upload.ts';
import { useUploads } from '../files/use-uploads.ts';
import type { Incident } from '../queries.ts';
import { type Suggestion, useSuggestions } from './use-suggestions.ts';

const LONGEST = 10_000;

type Options = { incident: Incident; replyTo: string | null; onReplyDone: () => void; onSend: (draft: { body: string; files: Uploaded[]; replyTo: string | null }) => void };

/** A message being written: its text (kept until sent), its files, suggestions for the word at the caret, and what the keys do. */
export function useComposer({ incident, replyTo, onReplyDone, onSend }: Options) {
  const [text, setText] = useDraft(`message.${incident.id}`);
  const [caret, setCaret] = useState(text.length);
  const [files, setFiles] = useState<Uploaded[]>([]);
  const field: RefObject<HTMLTextAreaElement | null> = useRef<HTMLTextAreaElement>(null);
  const uploads = useUploads(incident.key, (file) => setFiles((known) => [...known, file]));
  const suggest = useSuggestions(incident, text, caret);
  const tooLong = Math.max(0, text.length - LONGEST);
  const ready = tooLong === 0 && uploads.uploads.every((upload) => upload.problem !== undefined) && (text.trim() !== '' || files.length > 0);

  const write = (next: string, at: number): void => {
    setText(next);
    setCaret(at);
    suggest.reset();
  };
  const choose = (suggestion: Suggestion): void => {
    const next = suggest.choose(suggestion);
    write(next.text, next.caret);
    requestAnimationFrame(() => field.current?.setSelectionRange(next.caret, next.caret));
  };
  const send = (): void => {
    if (!ready) return;
    onSend({ body: text.trim() === '' ? files.map((file) => file.name).join(', ') : text.trim(), files, replyTo });
    write('', 0);
    setFiles([]);
    onReplyDone();
  };
  return {
    text,
    files,
    field,
    uploads,
    suggest,
    tooLong,
    ready,
    write,
    choose,
    send,
    moveCaret: setCaret,
    leaveOut: (id: string) => setFiles(files.filter((file) => file.id !== id)),
    onKey: (event: KeyboardEvent) => {
      const does = event.nativeEvent.isComposing ? undefined : deed(event, { suggest, choose, send, stopReply: replyTo === null ? undefined : onReplyDone });
      if (!does) return;
      event.preventDefault();
      does();
    },
  };
}

type Deeds = { suggest: ReturnType<typeof useSuggestions>; choose: (suggestion: Suggestion) => void; send: () => void; stopReply: (() => void) | undefined };

/** What a key means: suggestions come first, then answering and sending. */
function deed(event: KeyboardEvent, { suggest, choose, send, stopReply }: Deeds): (() => void) | undefined {
  const chosen = suggest.items[suggest.index];
  const plainEnter = event.key === 'Enter' && !event.shiftKey;
  if (chosen) {
    if (event.key === 'ArrowDown') return () => suggest.move(1);
    if (event.key === 'ArrowUp') return () => suggest.move(-1);
    if (event.key === 'Escape') return suggest.dismiss;
    if (event.key === 'Tab' || plainEnter) return () => choose(chosen);
  }
  if (event.key === 'Escape') return stopReply;
  return plainEnter ? send : undefined;
}
