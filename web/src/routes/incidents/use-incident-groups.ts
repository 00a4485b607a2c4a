import { routes } from '../../../../api/contract/index.ts';
import type { IncidentSummary } from '../../../../api/contract/incidents.ts';
import { usePages } from '../../api/hooks.ts';
import type { ApiProblem } from '../../api/problem.ts';
import { type GROUPS, groupsOf, queryOf } from './query.ts';
import type { IncidentSearch } from './search.ts';

type StageName = (typeof GROUPS)[number];
/** One group of the list: its rows so far, how many there are in all, and how to get more. */
export type IncidentGroup = { stage: StageName | undefined; rows: readonly IncidentSummary[]; total: number; more: (() => void) | undefined; loadingMore: boolean };
/** The list as its address asks for it. */
export type IncidentGroups = { groups: readonly IncidentGroup[]; loading: boolean; stale: boolean; error: ApiProblem | null; again: () => void };

function usePart(search: IncidentSearch, stage: StageName | undefined, enabled: boolean) {
  const pages = usePages(routes.incidents.list, { query: queryOf(search, stage) }, { enabled, keepPrevious: true });
  const group: IncidentGroup = {
    stage,
    rows: pages.data?.pages.flatMap((page) => page.data) ?? [],
    total: pages.data?.pages[0]?.total ?? 0,
    more: pages.hasNextPage ? () => void pages.fetchNextPage() : undefined,
    loadingMore: pages.isFetchingNextPage,
  };
  return { pages, group, enabled };
}

/** Reads the list by stage, each stage paged for itself, so that an old active incident is never behind a page of closed ones. */
export function useIncidentGroups(search: IncidentSearch): IncidentGroups {
  const grouped = search.group !== 'none';
  const wanted = groupsOf(search);
  const parts = [
    usePart(search, undefined, !grouped),
    usePart(search, 'active', grouped && wanted.includes('active')),
    usePart(search, 'stable', grouped && wanted.includes('stable')),
    usePart(search, 'review', grouped && wanted.includes('review')),
    usePart(search, 'closed', grouped && wanted.includes('closed')),
  ].filter((part) => part.enabled);
  return {
    groups: parts.map((part) => part.group),
    loading: parts.some((part) => part.pages.isPending && !part.pages.isError),
    stale: parts.some((part) => part.pages.isPlaceholderData),
    error: parts.find((part) => part.pages.isError && !part.pages.data)?.pages.error ?? null,
    again: () => parts.forEach((part) => void part.pages.refetch()),
  };
}
