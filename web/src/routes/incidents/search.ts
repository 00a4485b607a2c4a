/** What the list of incidents shows, as its address says it; lists are comma separated. */
export type IncidentSearch = {
  q?: string;
  stage?: string;
  severity?: string;
  priority?: string;
  type?: string;
  project?: string;
  commander?: string;
  tag?: string;
  visibility?: string;
  sort?: string;
  group?: string;
  peek?: string;
};

const NAMES = ['q', 'stage', 'severity', 'priority', 'type', 'project', 'commander', 'tag', 'visibility', 'sort', 'group', 'peek'] as const;

/** Reads the list's address; what is unknown or empty is dropped. */
export function readIncidentSearch(search: Record<string, unknown>): IncidentSearch {
  const result: IncidentSearch = {};
  for (const name of NAMES) {
    const value = search[name];
    if (typeof value === 'string' && value !== '') result[name] = value;
  }
  return result;
}

/** A comma-separated list of an address as values. */
export function listOf(value: string | undefined): string[] {
  return (value ?? '').split(',').filter((part) => part !== '');
}

/** Sets one value of a search; an empty one leaves the address. */
export function withValue(search: IncidentSearch, name: keyof IncidentSearch, value: string): IncidentSearch {
  const { [name]: _removed, ...rest } = search;
  return value === '' ? rest : { ...rest, [name]: value };
}
