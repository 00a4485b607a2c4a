import { useNavigate, useSearch } from '@tanstack/react-router';
import { type IncidentSearch, readSearch, type TabName } from './search.ts';

/** What the address says to show, and how to change it: `open` goes to a tab (a step in the browser's history), `set` changes the rest in place. */
export function useView(): { search: IncidentSearch; open: (tab: TabName) => void; set: (changes: IncidentSearch) => void } {
  const search = readSearch(useSearch({ from: '/app/incidents/$incident' }));
  const navigate = useNavigate({ from: '/incidents/$incident' });
  const asTexts = (next: IncidentSearch): Record<string, string> => Object.fromEntries(Object.entries(next).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, String(value)]])));
  return {
    search,
    open: (tab) => void navigate({ search: asTexts({ tab }), resetScroll: false }),
    set: (changes) => void navigate({ search: (before) => asTexts({ ...readSearch(before), ...changes }), replace: true, resetScroll: false }),
  };
}

/** Puts the focus on an element as soon as it is on the page, for actions that first open the tab it stands in; gives up after a second. */
export function focusSoon(id: string): void {
  const began = performance.now();
  const look = (): void => {
    const element = document.getElementById(id);
    if (element) element.focus();
    else if (performance.now() - began < 1_000) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
