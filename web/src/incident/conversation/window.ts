import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import type { Message } from '../../../../api/contract/timeline.ts';
import { call } from '../../api/client.ts';
import { keyOf } from '../../api/hooks.ts';
import { ApiProblem } from '../../api/problem.ts';

/** The part of a conversation that is loaded, oldest first; `older` is where the part before it begins, null at the very beginning. */
export type MessageWindow = { rows: Message[]; older: string | null };
type Page = { data: Message[]; nextCursor: string | null };

const SIZE = 50;

/** Lays the newest page over what is loaded: same messages are renewed, older ones stay; when the two do not meet, only the page is kept, so that nothing is missing in between. */
export function withNewest(known: MessageWindow | undefined, page: Page): MessageWindow {
  const first = page.data[0];
  if (!known || !first || page.nextCursor === null) return { rows: page.data, older: page.nextCursor };
  const fresh = new Set(page.data.map((message) => message.id));
  if (!known.rows.some((message) => fresh.has(message.id))) return { rows: page.data, older: page.nextCursor };
  const before = known.rows.filter((message) => message.position < first.position);
  return { rows: [...before, ...page.data], older: before.length === 0 ? page.nextCursor : known.older };
}

/** Puts an older page in front of what is loaded. */
export function withOlder(known: MessageWindow, page: Page): MessageWindow {
  const first = known.rows[0];
  const before = page.data.filter((message) => first === undefined || message.position < first.position);
  return { rows: [...before, ...known.rows], older: page.nextCursor };
}

/** Adds one message that was just sent, in its place; a message that is there already is renewed. */
export function withMessage(known: MessageWindow, message: Message): MessageWindow {
  const rows = known.rows.filter((each) => each.id !== message.id);
  return { ...known, rows: [...rows, message].sort((a, b) => a.position - b.position) };
}

/** The cache key of the loaded part of a conversation; it begins like that of a read, so live changes find it. */
export function windowKey(incident: string): readonly unknown[] {
  return [...keyOf(routes.timeline.messages, { params: { incident } }), 'window'];
}

/** Reads the conversation from its end; a live change asks only for the newest page. `loadOlder` goes back in time. */
export function useMessages(incident: string): UseQueryResult<MessageWindow, ApiProblem> & { loadOlder: () => Promise<void>; loadingOlder: boolean; olderProblem: ApiProblem | undefined } {
  const client = useQueryClient();
  const queryKey = windowKey(incident);
  const [loadingOlder, setLoading] = useState(false);
  const [olderProblem, setProblem] = useState<ApiProblem | undefined>(undefined);
  const query = useQuery<MessageWindow, ApiProblem>({
    queryKey,
    queryFn: async ({ signal }) => withNewest(client.getQueryData<MessageWindow>(queryKey), await call(routes.timeline.messages, { params: { incident }, query: { limit: SIZE } }, { signal })),
  });
  const loadOlder = async (): Promise<void> => {
    const cursor = query.data?.older;
    if (loadingOlder || typeof cursor !== 'string') return;
    setLoading(true);
    setProblem(undefined);
    try {
      const page = await call(routes.timeline.messages, { params: { incident }, query: { limit: SIZE, cursor } });
      client.setQueryData<MessageWindow>(queryKey, (known) => known && withOlder(known, page));
    } catch (error) {
      setProblem(ApiProblem.from(error));
    } finally {
      setLoading(false);
    }
  };
  return { ...query, loadOlder, loadingOlder, olderProblem };
}
