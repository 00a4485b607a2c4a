import type { InputOf } from '../../api/client.ts';
import type { routes } from '../../../../api/contract/index.ts';
import { type IncidentSearch, listOf } from './search.ts';

/** The stages in the order the list shows them: what needs people first. */
export const GROUPS = ['active', 'stable', 'review', 'closed'] as const;

type ListQuery = NonNullable<InputOf<typeof routes.incidents.list>['query']>;
type Sort = NonNullable<ListQuery['sort']>;

/** How the list may be sorted, with the words for it. */
export const SORTS: readonly { value: Sort; label: string }[] = [
  { value: 'severity', label: 'severity' },
  { value: '-reportedAt', label: 'newest' },
  { value: 'reportedAt', label: 'oldest' },
  { value: '-updatedAt', label: 'last change' },
  { value: 'priority', label: 'priority' },
  { value: '-cost', label: 'cost' },
  { value: 'title', label: 'title' },
];

const KNOWN = new Set<string>(['reportedAt', '-reportedAt', 'severity', '-severity', 'priority', '-priority', 'title', '-title', 'cost', '-cost', 'updatedAt', '-updatedAt'] satisfies Sort[]);

function isSort(value: string | undefined): value is Sort {
  return value !== undefined && KNOWN.has(value);
}

/** Which groups an address asks for: the stages it filters by, else all; one without a name when it is not grouped. */
export function groupsOf(search: IncidentSearch): readonly (typeof GROUPS)[number][] {
  const wanted = listOf(search.stage);
  return wanted.length === 0 ? GROUPS : GROUPS.filter((stage) => wanted.includes(stage));
}

/** The query of one group of the list (`stage`), or of all of it. Unless asked otherwise, what is open is sorted worst first and what is over newest first. */
export function queryOf(search: IncidentSearch, stage?: (typeof GROUPS)[number]): ListQuery {
  const open = stage === 'active' || stage === 'stable';
  return {
    q: search.q,
    stage: stage ?? search.stage,
    severity: search.severity,
    priority: search.priority,
    type: search.type,
    project: search.project,
    commander: search.commander,
    tag: search.tag,
    visibility: search.visibility,
    sort: isSort(search.sort) ? search.sort : open ? 'severity' : '-reportedAt',
    limit: stage === 'closed' ? 10 : 25,
  };
}
