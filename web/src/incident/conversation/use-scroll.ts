import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

type Options = {
  /** Identity of the first and last row: they tell whether rows came before or after. */
  first: string | undefined;
  last: string | undefined;
  /** Called when somebody comes near the beginning. */
  onTop: () => void;
  /** True when the page, not the element, scrolls (on a phone). */
  byPage: boolean;
};

const NEAR = 80;
/** A scroll this soon (ms) after a wheel, touch, key or press is somebody's own. */
const BY_HAND = 700;
const INPUTS = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;

function boxOf(element: HTMLElement | null, byPage: boolean): Element | null {
  return byPage ? document.scrollingElement : element;
}

/** Keeps a conversation's place: at the end while new rows come, where it was while older rows come before, and tells whether the end is in view. */
export function useScroll({ first, last, onTop, byPage }: Options): { box: RefObject<HTMLDivElement | null>; atEnd: boolean; toEnd: () => void } {
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const before = useRef({ first, last, height: 0, atEnd: true });
  const touched = useRef(0);
  const top = useRef(onTop);
  useEffect(() => {
    top.current = onTop;
  });
  const toEnd = useCallback((): void => {
    const element = boxOf(box.current, byPage);
    if (element) element.scrollTop = element.scrollHeight;
  }, [byPage]);

  useLayoutEffect(() => {
    const element = boxOf(box.current, byPage);
    if (!element) return;
    const known = before.current;
    if (known.height === 0 || (known.last !== last && known.atEnd)) toEnd();
    else if (known.first !== first && known.last === last) element.scrollTop += element.scrollHeight - known.height;
    before.current = { ...known, first, last, height: element.scrollHeight };
  }, [first, last, byPage, toEnd]);

  useEffect(() => {
    const target = byPage ? window : box.current;
    const onTouch = (): void => {
      touched.current = performance.now();
    };
    const onScroll = (): void => {
      const element = boxOf(box.current, byPage);
      if (!element) return;
      const near = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
      // Content that changes its height moves the end away too; only somebody who scrolls leaves it.
      const end = near || (before.current.atEnd && performance.now() - touched.current > BY_HAND);
      before.current = { ...before.current, atEnd: end, height: element.scrollHeight };
      setAtEnd(end);
      if (element.scrollTop < 300) top.current();
    };
    for (const name of INPUTS) target?.addEventListener(name, onTouch, { passive: true });
    target?.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      for (const name of INPUTS) target?.removeEventListener(name, onTouch);
      target?.removeEventListener('scroll', onScroll);
    };
  }, [byPage]);

  // Pictures and folded rows change the height after the rows were laid out; who is at the end stays there.
  useEffect(() => {
    const content = box.current?.firstElementChild;
    if (!content) return undefined;
    const watch = new ResizeObserver(() => {
      if (before.current.atEnd) toEnd();
    });
    watch.observe(content);
    return () => watch.disconnect();
  }, [toEnd]);
  return { box, atEnd, toEnd };
}
