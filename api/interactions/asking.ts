import type { Viewer } from '../../domain/access.ts';
import { DomainError } from '../../domain/errors.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { Card, Interaction } from '../../domain/interactions/types.ts';
import type { InboundSource } from '../../models/inbound.ts';
import { loadState } from '../../models/ledger.ts';
import { incidentOfResource } from '../../models/read/incident-of-resource.ts';
import { openIncident } from '../auth/admit.ts';
import type { Acting } from '../commands/acting.ts';
import type { ApiDeps } from '../deps.ts';
import type { IncidentHandle } from '../http/handler.ts';

/** Somebody who waits for an answer, and where they are. */
export interface Asking extends Acting {
  deps: ApiDeps;
  viewer: Viewer;
  source: InboundSource;
  /** The conversation they wrote in; null = elsewhere. */
  conversationId: string | null;
}

/** An answer of one text. */
export function say(markdown: string): Interaction {
  return { kind: 'cards', cards: [{ markdown }] };
}

/** An answer of several cards under a title. */
export function show(title: string, cards: Card[]): Interaction {
  return { kind: 'cards', title, cards };
}

/** Address of an incident's page. */
export function pageOf({ deps }: Pick<Asking, 'deps'>, key: string, tab?: string): string {
  return `${deps.config.server.uiUrl}/incidents/${encodeURIComponent(key)}${tab === undefined ? '' : `?tab=${tab}`}`;
}

/** The incident that a form or button is about, as the asker may see it; `not-found` also when it must stay hidden. */
export function incidentBy(asking: Asking, idOrKey: string): Promise<IncidentHandle> {
  return openIncident(asking.deps, asking.viewer, idOrKey);
}

/** The incident of the conversation that the asker is in. Throws a sentence that says what to do when there is none. */
export async function incidentHere(asking: Asking): Promise<IncidentHandle> {
  const { deps, source, conversationId } = asking;
  const found = conversationId === null ? null : await incidentOfResource(deps.db, source.organizationId, { provider: source.pluginId, kind: 'conversation', externalId: conversationId });
  if (found === null) throw new DomainError('not-found', 'This works in the channel of an incident, or with its key in front, such as `INC-42 summary`. `list` shows the open ones.');
  return incidentBy(asking, found.id);
}

/** The state of an incident that was opened. */
export function stateOf(asking: Asking, incident: IncidentHandle): Promise<IncidentState> {
  return loadState(asking.deps.db, incident.id);
}
