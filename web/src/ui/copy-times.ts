function textNodeOf(element: Element): Text | undefined {
  const first = element.firstChild;
  return first instanceof Text ? first : undefined;
}

/** Makes copied text say exact times where the page says relative ones; returns the function that stops it. */
export function copyExactTimes(): () => void {
  const onCopy = (event: ClipboardEvent): void => {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !event.clipboardData) return;
    const inside = [...document.querySelectorAll('time[data-exact]')].filter((time) => selection.containsNode(time, false));
    if (inside.length === 0) return;
    const before = inside.map((time) => ({ node: textNodeOf(time), text: time.textContent }));
    // The text is swapped for the length of one call, because only the selection itself knows where lines break.
    inside.forEach((time, index) => {
      const node = before[index]?.node;
      if (node) node.data = time.getAttribute('data-exact') ?? node.data;
    });
    event.clipboardData.setData('text/plain', selection.toString());
    for (const { node, text } of before) if (node) node.data = text;
    event.preventDefault();
  };
  document.addEventListener('copy', onCopy);
  return () => document.removeEventListener('copy', onCopy);
}
