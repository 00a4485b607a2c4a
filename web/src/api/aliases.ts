const idByName = new Map<string, string>();

function learn(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const { id, key } = value as { id?: unknown; key?: unknown };
  if (typeof id === 'string' && typeof key === 'string') idByName.set(key, id);
}

/** Learns from answers which incident id stands behind which key (also a former one), since addresses carry keys and live changes carry ids. */
export function rememberIncidents(routeId: string, params: Record<string, unknown> | undefined, answer: unknown): void {
  if (!routeId.startsWith('incidents.') || typeof answer !== 'object' || answer === null) return;
  const { id, data } = answer as { id?: unknown; data?: unknown };
  learn(answer);
  if (Array.isArray(data)) data.forEach(learn);
  if (typeof id === 'string' && typeof params?.incident === 'string') idByName.set(params.incident, id);
}

/** The id of an incident named by id or key; undefined when no answer has told it yet. */
export function incidentIdOf(name: string): string | undefined {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(name) ? name : idByName.get(name);
}
