import type { JoinSource } from '../../domain/incident/events.ts';

const WORDS = { self: 'joined by themselves', added: 'added by hand', role: 'holds a role' } as const;

/** Why somebody is in an incident, as a fragment that stands behind a name: `payments on-call`. */
export function describeSource(source: JoinSource): string {
  if (source.kind === 'rule') return source.service === null ? source.ruleName : `${source.service} on-call`;
  return WORDS[source.kind];
}
