import { type RefObject, useEffect, useRef } from 'react';

/** What keys do anywhere inside an element: Escape, and Ctrl or Cmd with Enter or with s. */
export type Keys = { escape?: (() => void) | undefined; submit?: (() => void) | undefined; save?: (() => void) | undefined };

/** Listens for keys inside the element that gets the returned ref; an Escape that closes a list of choices is left to it. */
export function useKeys<E extends HTMLElement>(keys: Keys): RefObject<E | null> {
  const element = useRef<E>(null);
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const target = element.current;
    const onKey = (event: KeyboardEvent): void => {
      if (event.isComposing) return;
      const { escape, submit, save } = latest.current;
      const choosing = event.target instanceof Element && event.target.getAttribute('aria-expanded') === 'true';
      const command = event.ctrlKey || event.metaKey;
      const act = event.key === 'Escape' && !choosing ? escape : command && event.key === 'Enter' ? submit : command && event.key.toLowerCase() === 's' ? save : undefined;
      if (!act) return;
      event.preventDefault();
      act();
    };
    target?.addEventListener('keydown', onKey);
    return () => target?.removeEventListener('keydown', onKey);
  }, []);
  return element;
}
