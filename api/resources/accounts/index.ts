import type { routes } from '../../contract/index.ts';
import type { Handlers } from '../../http/handler.ts';
import type { SessionParts } from '../session.ts';
import { decisions, invitations } from './joining.ts';
import { profile, sessions } from './own.ts';
import { passwords } from './passwords.ts';
import { readLink, registering } from './registering.ts';
import { services, tokens } from './tokens.ts';

/** How people come in, their own accounts, and service accounts. */
export function accountHandlers(parts: SessionParts): Handlers<(typeof routes)['accounts']> {
  return {
    links: { read: (call) => readLink(parts, call) },
    registrations: { ...decisions, ...registering(parts) },
    invitations,
    passwords: passwords(parts),
    profile,
    sessions,
    tokens,
    services,
  };
}
