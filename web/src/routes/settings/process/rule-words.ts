type Match = { types?: string[] | undefined; severities?: string[] | undefined; priorities?: string[] | undefined; projects?: string[] | undefined; tags?: string[] | undefined };

/** A rule's condition as people say it: `Sev 1 or Sev 2, in Payments, tagged region/eu`; without one, `every incident`. */
export function matchInWords(match: Match): string {
  const or = (names: string[] | undefined): string => (names ?? []).join(' or ');
  const parts = [or(match.severities), or(match.priorities), or(match.types), match.projects?.length ? `in ${or(match.projects)}` : '', match.tags?.length ? `tagged ${match.tags.join(' and ')}` : ''].filter((part) => part !== '');
  return parts.length === 0 ? 'every incident' : parts.join(', ');
}
