import type { Request } from 'express';
import type { Viewer } from '../domain/access.ts';
import { isServiceAddress } from '../domain/service-accounts.ts';
import type { AuditActor, AuditOrigin } from '../models/audit.ts';
import type { Identity } from './auth/identity.ts';
import { requestIdOf } from './http/problem.ts';

/** Who did it and where the request came from, for {@link recordAudit}: the signed-in person, else whom the session names, else nobody. Without a request (a command typed elsewhere) `from` is null. */
export function auditOf(call: { viewer: Viewer | null; identity?: Identity | null; request?: Request }): { actor: AuditActor; from: AuditOrigin | null } {
  return { actor: actorOf(call.viewer, call.identity ?? null), from: call.request ? originOf(call.request) : null };
}

function actorOf(viewer: Viewer | null, identity: Identity | null): AuditActor {
  if (viewer !== null) return { kind: isServiceAddress(viewer.email) ? 'service' : 'person', id: viewer.personId, label: `${viewer.name} <${viewer.email}>` };
  if (identity !== null) return { kind: 'person', id: null, label: identity.email };
  return { kind: 'person', id: null, label: 'somebody who is not signed in' };
}

function originOf(request: Request): AuditOrigin {
  return { address: request.ip ?? null, userAgent: request.get('user-agent') ?? null, requestId: requestIdOf(request) };
}
