import type { Request } from 'express';
import type { Viewer } from '../../domain/access.ts';
import { DomainError } from '../../domain/errors.ts';
import { ownFactorsNeed, stepUpNeed } from '../../domain/step-up.ts';
import { stepUpState } from '../../models/mfa/policy.ts';
import { lookUp, type Admitted } from '../auth/admit.ts';
import type { Identity } from '../auth/identity.ts';
import type { Route, StepUp } from '../contract/route.ts';
import type { ApiDeps } from '../deps.ts';
import { offerFor } from './offer.ts';
import { stepUpRequired } from './refusal.ts';
import { proofHash } from './session-key.ts';

/** A request as far as the question "is a second factor needed" goes. */
export interface SensitiveRequest {
  identity: Identity | null;
  request: Pick<Request, 'headers'>;
  who: Admitted;
  body: unknown;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** True when this request, with this body, is a sensitive one of its route. */
export function isSensitive(stepUp: StepUp, body: unknown, incidentFacts: object | null): boolean {
  if (typeof stepUp === 'boolean') return stepUp;
  if (stepUp === 'own') return true;
  return Object.entries(stepUp.when).some(([name, values]) => {
    const value = fieldOf(body, name);
    if (value === undefined || value === fieldOf(incidentFacts, name)) return false;
    return values === true || (typeof value === 'string' && values.includes(value));
  });
}

// A token cannot be asked for a second factor: whoever made it with the scope `admin` proved one then.
function requireAdminToken(scopes: readonly string[], stepUp: StepUp): void {
  if (stepUp !== 'own' && scopes.includes('admin')) return;
  const detail = stepUp === 'own' ? 'An API token cannot change second factors: sign in and do it under My account.' : 'This is a sensitive action: an API token needs the scope admin for it.';
  throw new DomainError('forbidden', detail);
}

async function personOf(deps: ApiDeps, { identity, who }: SensitiveRequest): Promise<Viewer | null> {
  return who.viewer ?? (await lookUp(deps, identity, null))?.viewer ?? null;
}

/**
 * Throws `step-up-required`, with the ways to prove it, unless this session gave a second factor short enough ago for a sensitive request.
 * Nobody is asked where authentication is off.
 */
export async function requireStepUp(deps: ApiDeps, route: Pick<Route, 'stepUp'>, asked: SensitiveRequest): Promise<void> {
  const { identity, request, who, body } = asked;
  if (identity === null || identity.via === 'off' || !isSensitive(route.stepUp, body, who.incident?.facts ?? null)) return;
  if (identity.apiToken) return requireAdminToken(identity.apiToken.scopes, route.stepUp);
  const person = await personOf(deps, asked);
  if (person === null) return;
  const state = await stepUpState(deps.db, person, proofHash(identity, request));
  const need = route.stepUp === 'own' ? ownFactorsNeed(state) : stepUpNeed(state);
  if (need !== 'nothing') throw stepUpRequired(await offerFor(deps, person, { mustEnrol: need === 'enrol', ticket: null }));
}
