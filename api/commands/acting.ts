import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { Viewer } from '../../domain/access.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Command, CommandData, CommandName, CommandResult } from '../../domain/incident/commands.ts';
import type { Actor, PersonRef } from '../../domain/incident/types.ts';
import { ensurePerson } from '../../models/people.ts';
import type { Identity } from '../auth/identity.ts';
import type { ApiDeps } from '../deps.ts';

/** Somebody who gives a command: through a route, or by typing it. */
export interface Acting {
  deps: ApiDeps;
  viewer: Viewer;
  /** Same id = same command, carried out once. */
  commandId: string;
  /** The request it came with, for the audit log; absent for commands that were typed elsewhere. */
  request?: Request;
  identity?: Identity | null;
}

const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);

/** The person that the ledger names for what the viewer does. */
export function actorOf(viewer: Viewer): Extract<Actor, { kind: 'person' }> {
  return { kind: 'person', ...refOf(viewer) };
}

/** The viewer as commands name people. */
export function refOf(viewer: Viewer): PersonRef {
  return { personId: viewer.personId, email: viewer.email, name: viewer.name };
}

/** A UUID (version 8) made from the command's id, so that a repeated command names the same thing. */
export function idFor(acting: Acting, purpose: string): string {
  const hex = createHash('sha256').update(`${acting.commandId}\n${purpose}`).digest('hex');
  const variant = ((parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The person with this e-mail, created when unknown. */
export function personBy(acting: Acting, email: string): Promise<PersonRef> {
  return ensurePerson(acting.deps.db, acting.viewer.organizationId, { email });
}

/** A time from outside as ISO in UTC; refuses years that no incident can mean and no database column holds. */
export function inputTime(text: string, pointer: string): string {
  const ms = Date.parse(text);
  if (Number.isFinite(ms) && ms >= EARLIEST && ms < LATEST) return new Date(ms).toISOString();
  const detail = 'must lie between 1970 and 2200';
  throw new DomainError('invalid-request', `${pointer.slice(1)} ${detail}.`, [{ pointer, detail }]);
}

/** Sends a command to the incident's owner, in the viewer's name. */
export function send<N extends CommandName>(acting: Acting, incidentId: string, command: { name: N; data: CommandData[N] }): Promise<CommandResult> {
  const whole = { ...command, actor: actorOf(acting.viewer), commandId: acting.commandId };
  // Name and data belong together by the signature; TypeScript cannot follow that through the union of commands.
  return acting.deps.commands.send(incidentId, whole as Command);
}
