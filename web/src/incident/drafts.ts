import { useEffect, useState } from 'react';
import { readStored, writeStored } from '../ui/store.ts';

/** Text that somebody is writing, kept in this browser under `name` until it is sent, through reloads and without a network. */
export function useDraft(name: string, initial = ''): [string, (next: string) => void] {
  const key = `dispatch.draft.${name}`;
  const [text, setText] = useState(() => readStored(key) ?? initial);
  const [loaded, setLoaded] = useState(key);
  if (loaded !== key) {
    setLoaded(key);
    setText(readStored(key) ?? initial);
  }
  useEffect(() => {
    const timer = setTimeout(() => writeStored(key, text === initial ? undefined : text), 200);
    return () => clearTimeout(timer);
  }, [key, text, initial]);
  return [
    text,
    (next) => {
      setText(next);
      // What is emptied was sent; a reload right after must not bring it back.
      if (next === initial) writeStored(key, undefined);
    },
  ];
}
