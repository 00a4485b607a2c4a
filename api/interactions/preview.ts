import type { Interaction } from '../../domain/interactions/types.ts';
import { type Asking, incidentBy, pageOf, stateOf } from './asking.ts';

/** What a link to an incident says where it is posted. Everybody there reads it, so restricted incidents say nothing. */
export async function previewOf(asking: Asking, url: string): Promise<Interaction> {
  const base = asking.deps.config.server.uiUrl;
  const key = url.startsWith(`${base}/incidents/`) ? decodeURIComponent(new URL(url).pathname.slice(new URL(`${base}/incidents/`).pathname.length).split('/')[0] ?? '') : '';
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
