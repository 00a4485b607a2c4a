import type { Interaction } from '../../domain/interactions/types.ts';
import { type Asking, incidentBy, pageOf, stateOf } from './asking.ts';

function keyIn(url: string, base: string): string {
  const found = url.startsWith(base) ? URL.parse(url) : null;
  const part = found?.pathname.slice(new URL(base).pathname.length).split('/')[0] ?? '';
  try {
    return decodeURIComponent(part);
  } catch {
    // People post links that are broken; those are to no incident.
    return '';
  }
}

/** What a link to an incident says where it is posted. Everybody there reads it, so restricted incidents say nothing. */
export async function previewOf(asking: Asking, url: string): Promise<Interaction> {
  const key = keyIn(url, `${asking.deps.config.server.uiUrl}/incidents/`);
  if (key === '') return { kind: 'done' };
  const incident = await incidentBy(asking, key).catch(() => null);
  if (incident === null || incident.facts.visibility !== 'open') return { kind: 'done' };
  const state = await stateOf(asking, incident);
  return {
    kind: 'cards',
    forAll: true,
    cards: [{ markdown: `**[${state.key}](${pageOf(asking, state.key)})** ${state.title}`, facts: [{ label: 'Stage', value: state.stage }, { label: 'Severity', value: state.severity.name }, { label: 'Priority', value: state.priority.name }], buttons: [{ label: 'Join', action: 'join', value: state.id }, { label: 'Subscribe', action: 'subscribe', value: state.id }] }],
  };
}
