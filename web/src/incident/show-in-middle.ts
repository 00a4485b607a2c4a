/** Scrolls the list that an element stands in, and nothing around it, until the element is in its middle; `scrollIntoView` would move the whole page. */
export function showInMiddle(id: string): void {
  const element = document.getElementById(id);
  if (!element) return;
  const box = scrollerOf(element);
  const place = (): void => {
    const inside = element.getBoundingClientRect();
    const around = box === document.scrollingElement ? { top: 0, height: window.innerHeight } : box.getBoundingClientRect();
    box.scrollTop += inside.top - around.top - (around.height - inside.height) / 2;
  };
  place();
  // Rows out of sight have only a guessed height until they come near; after one frame the place is exact.
  requestAnimationFrame(place);
}

function scrollerOf(element: Element): Element {
  for (let parent = element.parentElement; parent; parent = parent.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(parent).overflowY) && parent.scrollHeight > parent.clientHeight) return parent;
  }
  return document.scrollingElement ?? document.documentElement;
}
