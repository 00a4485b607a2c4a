import { randomUUID } from 'node:crypto';
import type { Viewer } from '../../domain/access.ts';
import { DomainError } from '../../domain/errors.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { ProjectRef, Stage, Visibility } from '../../domain/incident/types.ts';
import { declareIncident } from '../../models/ledger.ts';
import { ensurePeople } from '../../models/people.ts';
import { resolveReferences, type Resolved } from '../../models/references.ts';
import { markWorkflowStarted } from '../../models/workflow-starts.ts';
import type { ApiDeps } from '../deps.ts';
import { reasonOf } from '../reason.ts';
import { actorOf, inputTime, refOf, type Acting } from './acting.ts';

/** A declaration as people write it; what is absent gets its default. */
export interface DeclareInput {
  title: string;
  description: string;
  type?: string | undefined;
  severity?: string | undefined;
  priority?: string | undefined;
  project?: string | undefined;
  reporterEmail?: string | undefined;
  commanderEmail?: string | undefined;
  visibility?: Visibility | undefined;
  stage?: Exclude<Stage, 'review'> | undefined;
  tags?: string[] | undefined;
  reportedAt?: string | undefined;
}

const MINUTE = 60_000;

function reportTime(input: DeclareInput, now: string): string {
  if (input.reportedAt === undefined) return now;
  const at = inputTime(input.reportedAt, '/reportedAt');
  if (Date.parse(at) - Date.parse(now) <= MINUTE) return at < now ? at : now;
  throw new DomainError('invalid-request', 'reportedAt may not be in the future.', [{ pointer: '/reportedAt', detail: 'may not be in the future' }]);
}

// The project's hours travel with the incident, so that a later change of settings does not move running deadlines.
function projectRef({ project, projectSettings }: Resolved): ProjectRef {
  const { staleHours, closeHours } = projectSettings;
  return { ...project, ...(staleHours === undefined ? {} : { staleHours }), ...(closeHours === undefined ? {} : { closeHours }) };
}

async function peopleOf(deps: ApiDeps, viewer: Viewer, input: DeclareInput) {
  const emails = [input.reporterEmail, input.commanderEmail].filter((email) => email !== undefined && email !== viewer.email);
  const found = emails.length === 0 ? [] : await ensurePeople(deps.db, viewer.organizationId, emails.map((email) => ({ email: email ?? '' })));
  const byEmail = (email: string | undefined) => found.find((p) => p.email === email) ?? refOf(viewer);
  const reporter = byEmail(input.reporterEmail);
  return { reporter, commander: input.commanderEmail === undefined ? reporter : byEmail(input.commanderEmail) };
}

/**
 * Stores a declaration in one transaction; whether Temporal or a vendor is there does not matter. `idempotency` null = the caller sent no
 * key; with one, the same request gives the same incident.
 */
export async function declare(acting: Acting, input: DeclareInput, idempotency: { key: string; requestHash: string } | null): Promise<{ incidentId: string; state: IncidentState; created: boolean }> {
  const { deps, viewer } = acting;
  const now = new Date().toISOString();
  const reportedAt = reportTime(input, now);
  const [found, people] = await Promise.all([resolveReferences(deps.db, viewer.organizationId, input), peopleOf(deps, viewer, input)]);
  const result = await declareIncident(deps.db, {
    incidentId: randomUUID(),
    at: now,
    actor: actorOf(viewer),
    idempotency: idempotency && { ...idempotency, route: 'incidents.declare' },
    data: {
      organizationId: viewer.organizationId,
      title: input.title,
      description: input.description,
      stage: input.stage ?? 'active',
      project: projectRef(found),
      type: found.type,
      severity: found.severity,
      priority: found.priority,
      visibility: input.visibility ?? found.typeVisibility,
      tags: [...new Set(input.tags ?? [])],
      reportedAt,
      ...people,
      commanderIsInterim: input.commanderEmail === undefined,
    },
  });
  if (result.created) startInBackground(deps, result.state);
  return result;
}

// Nobody waits for this. An outage of moments is bridged here; what lasts longer, or a crash of this process, is healed by the sweep.
const TRY_AGAIN_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

function startInBackground(deps: ApiDeps, state: IncidentState, tries = 0): void {
  startOnce(deps, state)
    .then((isStarted) => {
      const pause = TRY_AGAIN_MS[tries];
      if (!isStarted && pause !== undefined) setTimeout(() => startInBackground(deps, state, tries + 1), pause).unref();
    })
    .catch((error: unknown) => deps.logger.warn({ reason: reasonOf(error), incidentId: state.id }, 'the start of a workflow could not be noted; the sweep will see to it'));
}

async function startOnce(deps: ApiDeps, state: IncidentState): Promise<boolean> {
  const run = await deps.commands.start(state);
  if (run) await markWorkflowStarted(deps.db, state.id, run.runId);
  return run !== null;
}
