import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import type { Viewer } from '../../domain/access.ts';
import { rememberedResponse, rememberResponse } from '../../models/idempotency.ts';
import { sha256 } from '../../models/hash.ts';
import type { Route } from '../contract/route.ts';
import type { ApiDeps } from '../deps.ts';
import { invalidRequest } from './problem.ts';

/** A write under way, with what makes a repetition of it recognisable. */
export interface Write {
  commandId: string;
  idempotencyKey: string | null;
  requestHash: string;
  /** The answer given to the same request before; null = it is new. */
  stored: { body: unknown } | null;
  /** Keeps the answer for repetitions. */
  finish(answer: unknown): Promise<void>;
}

// A declaration keeps its key in the transaction that makes the incident; an invitation's answer holds a secret that may not be kept.
const KEEPS_ITS_OWN = new Set(['incidents.declare', 'people.create', 'invitations.create', 'invitations.resend', 'tokens.create', 'service-accounts.createToken', 'passwords.change', 'secondFactor.enrol', 'secondFactor.add', 'secondFactor.renewCodes']);

function keyOf(request: Request): string | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined || key === '') return null;
  if (typeof key === 'string' && /^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw invalidRequest([{ pointer: 'header:Idempotency-Key', detail: 'must have 1 to 200 printable characters without spaces, e.g. a UUID' }]);
}

/**
 * Begins a write: derives the command id from the caller's Idempotency-Key (or makes one) and looks up the answer given before.
 * Keys belong to a person and a route. Throws `idempotency-mismatch` when the key was used for a different request.
 */
export async function beginWrite(deps: ApiDeps, route: Route, input: { request: Request; who: { viewer: Viewer | null }; raw: Buffer }): Promise<Write> {
  const { request, who, raw } = input;
  const given = keyOf(request);
  const nothing = async (): Promise<void> => undefined;
  if (given === null || !who.viewer) return { commandId: randomUUID(), idempotencyKey: null, requestHash: '', stored: null, finish: nothing };
  const key = `${who.viewer.personId}:${given}`;
  const requestHash = sha256(`${request.originalUrl}\n${raw.toString('base64')}`);
  const commandId = sha256(`${key}\n${route.id}\n${requestHash}`).slice(0, 40);
  if (KEEPS_ITS_OWN.has(route.id)) return { commandId, idempotencyKey: key, requestHash, stored: null, finish: nothing };
  const claim = { organizationId: who.viewer.organizationId, route: route.id, key, requestHash };
  const earlier = await rememberedResponse(deps.db, claim);
  return {
    commandId,
    idempotencyKey: key,
    requestHash,
    stored: earlier ? (earlier.response as { body: unknown }) : null,
    finish: (answer) => rememberResponse(deps.db, { ...claim, response: { body: answer ?? null } }),
  };
}
