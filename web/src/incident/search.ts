/** The tabs of the incident page, in their order; the last four stand beside the others when there is room. */
export const TABS = ['conversation', 'timeline', 'updates', 'documents', 'postmortem', 'overview', 'automation', 'people', 'tasks'] as const;
/** See {@link TABS}. */
export type TabName = (typeof TABS)[number];

/** The address of a view of the incident page: its tab, the filter of its timeline, and the event (`seq`) or message (id) that a link points at. */
export type IncidentSearch = { tab?: TabName; show?: string; q?: string; event?: number; message?: string };

const text = (value: unknown, max: number): string | undefined => (typeof value === 'string' && value !== '' && value.length <= max ? value : undefined);

/** Reads the address's search; whatever it does not understand is left out, so that an old or mistyped link still opens. */
export function readSearch(raw: Record<string, unknown>): IncidentSearch {
  const tab = TABS.find((name) => name === raw.tab);
  const show = text(raw.show, 200);
  const q = text(typeof raw.q === 'number' ? String(raw.q) : raw.q, 200);
  const event = Number(raw.event);
  const message = text(raw.message, 60);
  return {
    ...(tab === undefined ? {} : { tab }),
    ...(show === undefined ? {} : { show }),
    ...(q === undefined ? {} : { q }),
    ...(Number.isInteger(event) && event > 0 ? { event } : {}),
    ...(message === undefined ? {} : { message }),
  };
}

const BESIDE: Record<TabName, 'left' | 'right' | null> = { conversation: null, timeline: null, updates: null, documents: null, postmortem: null, overview: 'left', automation: 'right', people: 'right', tasks: 'right' };

/** The tab to show: what stands beside the tabs already is no tab there, so links made on a phone open the first one on a wide screen. */
export function shownTab(tab: TabName | undefined, width: 'phone' | 'medium' | 'wide'): TabName {
  if (width === 'phone') return tab ?? 'overview';
  return tab === undefined || BESIDE[tab] !== null ? 'conversation' : tab;
}
