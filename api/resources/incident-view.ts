import { abilitiesOf, type Viewer } from '../../domain/access.ts';
import { DomainError } from '../../domain/errors.ts';
import { incidentDetail, type IncidentFacts } from '../../models/read/incident-detail.ts';
import { incidentWorkflowId } from '../../workflows/ids.ts';
import type { routes } from '../contract/index.ts';
import type { ApiDeps } from '../deps.ts';
import type { Answer } from '../http/handler.ts';

/** One incident, whole, as the API answers it. */
export type IncidentAnswer = Answer<(typeof routes)['incidents']['get']>;

const STARTING_MS = 15_000;

// Null = the automation is at work; else a sentence that says what it waits for.
function waitingFor(deps: ApiDeps, facts: IncidentFacts): string | null {
  const engine = deps.commands.lastHealth();
  if (!engine.ok && facts.workflowStartedAt === null) return 'The automation has not begun, because Temporal cannot be reached. The incident is safe; everything is created as soon as Temporal is back.';
  if (!engine.ok) return 'Temporal cannot be reached, so the automation stands still. It goes on where it was as soon as Temporal is back.';
  if (facts.workflowStartedAt !== null) return null;
  const isFresh = Date.now() - Date.parse(facts.declaredAt) < STARTING_MS;
  return isFresh ? 'The automation is being started.' : 'The automation has not begun; it is started again every minute.';
}

function workflowOf(deps: ApiDeps, facts: IncidentFacts): IncidentAnswer['workflow'] {
  const { uiUrl, namespace } = deps.config.temporal;
  const id = incidentWorkflowId(facts.id);
  const url = uiUrl === null ? null : `${uiUrl}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(id)}`;
  return { id, runId: facts.runId, url, waiting: waitingFor(deps, facts) };
}

function toAnswer(deps: ApiDeps, viewer: Viewer, facts: IncidentFacts): IncidentAnswer {
  return { ...facts, abilities: abilitiesOf(viewer, facts.access), workflow: workflowOf(deps, facts) };
}

/** One incident, whole, with what the viewer may do; `not-found` when it must stay hidden. */
export async function incidentAnswer(deps: ApiDeps, viewer: Viewer, incidentId: string): Promise<IncidentAnswer> {
  const facts = await incidentDetail(deps.db, viewer, incidentId);
  if (!facts) throw new DomainError('not-found', 'There is no such incident, or you may not see it any more.');
  return toAnswer(deps, viewer, facts);
}

/** The receipt of a declaration: also for somebody who declared a restricted incident for others and will not see it again. */
export async function receipt(deps: ApiDeps, viewer: Viewer, incidentId: string): Promise<IncidentAnswer> {
  const own = await incidentDetail(deps.db, viewer, incidentId);
  if (own) return toAnswer(deps, viewer, own);
  const facts = await incidentDetail(deps.db, { ...viewer, accessLevel: 'owner' }, incidentId);
  if (!facts) throw new Error(`The incident ${incidentId} that was just declared is not there`);
  return { ...toAnswer(deps, viewer, facts), related: [] };
}
