const BROWSERS: readonly [RegExp, string][] = [[/Edg\//, 'Edge'], [/OPR\//, 'Opera'], [/Firefox\//, 'Firefox'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari'], [/^curl\//, 'curl'], [/node|undici/i, 'Node.js'], [/python/i, 'Python']];
const SYSTEMS: readonly [RegExp, string][] = [[/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Windows/, 'Windows'], [/Mac OS X|Macintosh/, 'macOS'], [/Linux|X11/, 'Linux']];

const nameIn = (names: readonly [RegExp, string][], agent: string): string | undefined => names.find(([pattern]) => pattern.test(agent))?.[1];

/** A browser's user agent in words that people recognize: "Firefox on Linux". Unknown ones by their first word. */
export function agentName(agent: string | null): string {
  if (agent === null || agent.trim() === '') return 'Unknown program';
  const browser = nameIn(BROWSERS, agent) ?? agent.split(/[\s/]/)[0] ?? agent;
  const system = nameIn(SYSTEMS, agent);
  return system === undefined ? browser : `${browser} on ${system}`;
}
