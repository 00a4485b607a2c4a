import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import type { TimelineEvent } from '../../../../api/contract/timeline.ts';
import { call } from '../../api/client.ts';
import { keyOf } from '../../api/hooks.ts';
import { ApiProblem } from '../../api/problem.ts';
import { isCorrection, type Shown } from './kinds.ts';

/** The part of the timeline that is loaded, newest first; `older` is where the rest begins, null when all is loaded. */
export type EventWindow = { rows: TimelineEvent[]; older: string | null; total: number };
type Page = { data: TimelineEvent[]; nextCursor: string | null; total: number };

const SIZE = 60;
const LARGEST = 200;

/**
 * Lays the newest page over what is loaded. Returns undefined when the page alone cannot tell what changed – a back-dated note further down,
 * a pin or correction of an older event, more new events than a page holds – so that everything loaded must be read again.
 */
export function withNewestEvents(known: EventWindow | undefined, page: Page): EventWindow | undefined {
  if (!known || page.nextCursor === null || known.rows.length <= page.data.length) return { rows: page.data, older: page.nextCursor, total: page.total };
  const ids = new Set(known.rows.map((event) => event.id));
  const added = page.data.filter((event) => !ids.has(event.id));
  if (added.length === page.data.length || known.total + added.length !== page.total || added.some((event) => isCorrection(event.kind))) return undefined;
  const fresh = new Set(page.data.map((event) => event.id));
  return { rows: [...page.data, ...known.rows.filter((event) => !fresh.has(event.id))], older: known.older, total: page.total };
}

/** Puts an older page behind what is loaded; an event that is there already is not doubled. */
export function withOlderEvents(known: EventWindow, page: Page): EventWindow {
  const ids = new Set(known.rows.map((event) => event.id));
  return { rows: [...known.rows, ...page.data.filter((event) => !ids.has(event.id))], older: page.nextCursor, total: page.total };
}

/** What is asked of the timeline: which events, and a text to find. */
export type EventFilter = Pick<Shown, 'kinds' | 'pinned'> & { q: string | undefined };

function inputOf(incident: string, filter: EventFilter) {
  return { params: { incident }, query: { kind: filter.kinds, pinned: filter.pinned ? true : undefined, q: filter.q } };
}

async function readWhole(incident: string, filter: EventFilter, options: { atLeast: number; signal?: AbortSignal }): Promise<EventWindow> {
  const input = inputOf(incident, filter);
  const extras = options.signal ? { signal: options.signal } : {};
  let window: EventWindow | undefined;
  do {
    const cursor: string | undefined = window?.older ?? undefined;
    const page = await call(routes.timeline.events, { ...input, query: { ...input.query, limit: LARGEST, cursor } }, extras);
    window = window ? withOlderEvents(window, page) : { rows: page.data, older: page.nextCursor, total: page.total };
  } while (window.older !== null && window.rows.length < options.atLeast);
  return window;
}

/** Reads every event of an incident, newest first, page by page. */
export async function readAllEvents(incident: string): Promise<TimelineEvent[]> {
  return (await readWhole(incident, { kinds: undefined, pinned: false, q: undefined }, { atLeast: Number.POSITIVE_INFINITY })).rows;
}

type Timeline = UseQueryResult<EventWindow, ApiProblem> & { loadOlder: () => Promise<void>; loadingOlder: boolean; olderProblem: ApiProblem | undefined };

/** Reads the timeline from its newest event; a live change asks only for the newest page whenever that is enough. `loadOlder` goes back in time. */
export function useTimeline(incident: string, filter: EventFilter): Timeline {
  const client = useQueryClient();
  const input = inputOf(incident, filter);
  const queryKey = [...keyOf(routes.timeline.events, input), 'window'];
  const [loadingOlder, setLoading] = useState(false);
  const [olderProblem, setProblem] = useState<ApiProblem | undefined>(undefined);
  const query = useQuery<EventWindow, ApiProblem>({
    queryKey,
    queryFn: async ({ signal }) => {
      const page = await call(routes.timeline.events, { ...input, query: { ...input.query, limit: SIZE } }, { signal });
      const known = client.getQueryData<EventWindow>(queryKey);
      return withNewestEvents(known, page) ?? readWhole(incident, filter, { atLeast: known?.rows.length ?? 0, signal });
    },
    placeholderData: (before, previous) => (previous && JSON.stringify(previous.queryKey.slice(0, 2)) === JSON.stringify(queryKey.slice(0, 2)) ? before : undefined),
  });
  const loadOlder = async (): Promise<void> => {
    const cursor = query.data?.older;
    if (loadingOlder || typeof cursor !== 'string') return;
    setLoading(true);
    setProblem(undefined);
    try {
      const page = await call(routes.timeline.events, { ...input, query: { ...input.query, limit: LARGEST, cursor } });
      client.setQueryData<EventWindow>(queryKey, (known) => known && withOlderEvents(known, page));
    } catch (error) {
      setProblem(ApiProblem.from(error));
    } finally {
      setLoading(false);
    }
  };
  return { ...query, loadOlder, loadingOlder, olderProblem };
}
