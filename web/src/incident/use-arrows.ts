import { type RefObject, useEffect } from 'react';

/** Lets the up and down arrows move the focus between the items of a list (those that match `selector`), so that Tab need not visit each. */
export function useArrows(list: RefObject<HTMLElement | null>, selector: string): void {
  useEffect(() => {
    const target = list.current;
    const onKey = (event: KeyboardEvent): void => {
      if ((event.key !== 'ArrowUp' && event.key !== 'ArrowDown') || event.ctrlKey || event.metaKey || event.altKey) return;
      const from = event.target instanceof Element && !event.target.matches('input, textarea') ? event.target.closest(selector) : null;
      if (!from || !target) return;
      const items = [...target.querySelectorAll<HTMLElement>(selector)];
      const next = items[items.findIndex((item) => item === from) + (event.key === 'ArrowUp' ? -1 : 1)];
      if (!next) return;
      event.preventDefault();
      next.focus();
    };
    target?.addEventListener('keydown', onKey);
    return () => target?.removeEventListener('keydown', onKey);
  }, [list, selector]);
}
