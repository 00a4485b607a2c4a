import { DomainError } from '../../domain/errors.ts';
import type { CommandResult } from '../../domain/incident/commands.ts';
import type { Stage, Visibility } from '../../domain/incident/types.ts';
import { stepUpNeed } from '../../domain/step-up.ts';
import { recordAudit } from '../../models/audit.ts';
import { stepUpState } from '../../models/mfa/policy.ts';
import { resolveSome } from '../../models/references.ts';
import { auditOf } from '../audit.ts';
import { requireAbility } from '../auth/admit.ts';
import type { IncidentHandle } from '../http/handler.ts';
import { send, type Acting } from './acting.ts';

/** Moves the incident to another stage. */
export function changeStage(acting: Acting, incident: IncidentHandle, to: { stage: Stage; reason: string | null }): Promise<CommandResult> {
  requireAbility(incident.abilities, 'changeStage');
  return send(acting, incident.id, { name: 'changeStage', data: to });
}

/** Fields as people name them; type, severity and priority by name or id. */
export interface Edit {
  title?: string | undefined;
  description?: string | undefined;
  resolution?: string | null | undefined;
  type?: string | undefined;
  severity?: string | undefined;
  priority?: string | undefined;
  visibility?: Visibility | undefined;
  tags?: string[] | undefined;
}

/** Changes the named fields and leaves the others as they are, whatever else is being changed at the same time. */
export async function editIncident(acting: Acting, incident: IncidentHandle, edit: Edit): Promise<CommandResult> {
  requireAbility(incident.abilities, 'edit');
  if (edit.visibility !== undefined && edit.visibility !== incident.facts.visibility && !incident.abilities.includes('changeVisibility')) {
    throw new DomainError('forbidden', 'Only the commander and administrators may change who sees this incident.', [{ pointer: '/visibility', detail: 'is not yours to change' }]);
  }
  await requireAskable(acting, incident, edit);
  const result = await sendEdit(acting, incident, edit);
  await auditVisibility(acting, incident, edit);
  return result;
}

// The route asks for a second factor before it opens a restricted incident; in a chat nobody can be asked, so there it is not done.
async function requireAskable({ deps, viewer, request }: Acting, { facts }: IncidentHandle, { visibility }: Edit): Promise<void> {
  if (request !== undefined || visibility !== 'open' || facts.visibility === 'open') return;
  if (stepUpNeed(await stepUpState(deps.db, viewer, null)) === 'nothing') return;
  throw new DomainError('forbidden', 'Opening a restricted incident to everybody needs your second factor: do it on the web.', [{ pointer: '/visibility', detail: 'can be opened on the web only' }]);
}

async function sendEdit(acting: Acting, incident: IncidentHandle, edit: Edit): Promise<CommandResult> {
  const { type, severity, priority, tags, ...plain } = edit;
  const refs = await resolveSome(acting.deps.db, { organizationId: acting.viewer.organizationId, projectId: incident.projectId }, { type, severity, priority });
  const named = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined));
  return send(acting, incident.id, { name: 'editIncident', data: { edit: { ...named, ...refs, ...(tags ? { tags: [...new Set(tags)] } : {}) } } });
}

// Who opened or closed an incident to others, and from where; the timeline has the change itself.
async function auditVisibility(acting: Acting, { id, key, facts }: IncidentHandle, { visibility }: Edit): Promise<void> {
  if (visibility === undefined || visibility === facts.visibility) return;
  const change = { before: { visibility: facts.visibility }, after: { visibility } };
  await recordAudit(acting.deps.db, { ...auditOf(acting), ...change, organizationId: facts.organizationId, action: 'incident.visibilityChanged', subject: { kind: 'incident', id, label: key } });
}

/** Tries a step of the automation again now. */
export function retryStep(acting: Acting, incident: IncidentHandle, step: string): Promise<CommandResult> {
  requireAbility(incident.abilities, 'manageSteps');
  return send(acting, incident.id, { name: 'retryStep', data: { step } });
}

/** Goes on without a step. */
export function skipStep(acting: Acting, incident: IncidentHandle, skip: { step: string; reason: string | null }): Promise<CommandResult> {
  requireAbility(incident.abilities, 'manageSteps');
  return send(acting, incident.id, { name: 'skipStep', data: skip });
}

/** Answers a step by hand with a resource that exists. */
export function supplyStep(acting: Acting, incident: IncidentHandle, supply: { step: string; externalId: string; url: string | null; name: string }): Promise<CommandResult> {
  requireAbility(incident.abilities, 'manageSteps');
  const { step, ...resource } = supply;
  return send(acting, incident.id, { name: 'supplyStep', data: { step, resource } });
}
