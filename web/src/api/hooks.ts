import { keepPreviousData, type QueryClient, type UseInfiniteQueryResult, type UseMutationResult, type UseQueryResult, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { routes } from '../../../api/contract/index.ts';
import { type CallExtras, call, type ClientRoute, type InputOf, type OutputOf } from './client.ts';
import type { ApiProblem } from './problem.ts';

type Loose = { params?: unknown; query?: unknown };
type ReadOptions = { enabled?: boolean; keepPrevious?: boolean; staleTime?: number };

/** The cache key of a read: `[route id, params, query]`; live changes find their queries by it. */
export function keyOf<R extends ClientRoute>(route: R, input: InputOf<R>): readonly unknown[] {
  const { params = {}, query = {} } = input as Loose;
  return [route.id, params, query];
}

/** Reads a route and stays up to date by live changes. `keepPrevious` shows the last answer while a changed input loads. */
export function useApi<R extends ClientRoute>(route: R, input: InputOf<R>, options: ReadOptions = {}): UseQueryResult<OutputOf<R>, ApiProblem> {
  return useQuery<OutputOf<R>, ApiProblem>({
    queryKey: keyOf(route, input),
    queryFn: ({ signal }) => call(route, input, { signal }),
    enabled: options.enabled ?? true,
    ...(options.keepPrevious === true ? { placeholderData: keepPreviousData } : {}),
    ...(options.staleTime === undefined ? {} : { staleTime: options.staleTime }),
  });
}

type Page = { nextCursor: string | null };

/** Reads a cursor-paged route page by page; `fetchNextPage` loads more, `data.pages` holds what is there. */
export function usePages<R extends ClientRoute>(route: R, input: InputOf<R>, options: ReadOptions = {}): UseInfiniteQueryResult<{ pages: OutputOf<R>[] }, ApiProblem> {
  const { query = {} } = input as { query?: Record<string, unknown> };
  return useInfiniteQuery<OutputOf<R>, ApiProblem, { pages: OutputOf<R>[] }, readonly unknown[], string | undefined>({
    queryKey: [...keyOf(route, input), 'pages'],
    queryFn: ({ signal, pageParam }) => call(route, { ...(input as object), query: { ...query, cursor: pageParam } } as InputOf<R>, { signal }),
    initialPageParam: undefined,
    getNextPageParam: (last) => (last as Page).nextCursor ?? undefined,
    enabled: options.enabled ?? true,
    ...(options.keepPrevious === true ? { placeholderData: keepPreviousData } : {}),
  });
}

/** Puts an incident that a command answered with into the cache, under its key and its id, unless something newer is there already. */
export function storeIncident(client: QueryClient, incident: OutputOf<typeof routes.incidents.get>): void {
  for (const name of new Set([incident.key, incident.id])) {
    client.setQueryData<typeof incident>(['incidents.get', { incident: name }, {}], (known) => (known && known.version > incident.version ? known : incident));
  }
}

function isIncident(answer: unknown): answer is OutputOf<typeof routes.incidents.get> {
  return typeof answer === 'object' && answer !== null && 'key' in answer && 'version' in answer && 'abilities' in answer;
}

function isRelated(route: ClientRoute, input: unknown, key: readonly unknown[]): boolean {
  const family = route.id.split('.')[0];
  const incident = (input as { params?: { incident?: string } }).params?.incident;
  const other = (key[1] as { incident?: string } | undefined)?.incident;
  if (incident !== undefined && other !== undefined) return incident === other;
  return typeof key[0] === 'string' && (key[0].split('.')[0] === family || (incident !== undefined && key[0] === 'incidents.list'));
}

type SendOptions<R extends ClientRoute> = {
  onDone?: (answer: OutputOf<R>, input: InputOf<R>) => void;
  onFailed?: (problem: ApiProblem, input: InputOf<R>) => void;
  /** Changes the cache at once, before the API answers; returns how to take it back when the API refuses. */
  optimistic?: (client: QueryClient, input: InputOf<R>) => (() => void) | void;
};

/** Sends a command. Afterwards the answered incident is stored and related reads are renewed, also when live updates are down. */
export function useSend<R extends ClientRoute>(route: R, options: SendOptions<R> = {}): UseMutationResult<OutputOf<R>, ApiProblem, InputOf<R> & { extras?: CallExtras }, (() => void) | void> {
  const client = useQueryClient();
  return useMutation<OutputOf<R>, ApiProblem, InputOf<R> & { extras?: CallExtras }, (() => void) | void>({
    mutationFn: ({ extras, ...input }) => call(route, input as unknown as InputOf<R>, extras),
    onMutate: (input) => options.optimistic?.(client, input),
    onSuccess: (answer, input) => {
      if (isIncident(answer)) storeIncident(client, answer);
      options.onDone?.(answer, input);
    },
    onError: (problem, input, undo) => {
      undo?.();
      options.onFailed?.(problem, input);
    },
    onSettled: (_answer, _problem, input) => {
      void client.invalidateQueries({ predicate: (query) => isRelated(route, input, query.queryKey) });
    },
  });
}
