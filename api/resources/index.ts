import type { routes } from '../contract/index.ts';
import type { Handlers } from '../http/handler.ts';
import { accountHandlers } from './accounts/index.ts';
import { audit } from './audit.ts';
import { cost } from './cost.ts';
import { deliveries } from './deliveries.ts';
import { documents } from './documents.ts';
import { files } from './files.ts';
import { incidents } from './incidents.ts';
import { messages } from './messages.ts';
import { monitoring } from './monitoring.ts';
import { organizations } from './organizations.ts';
import { people } from './people.ts';
import { plugins } from './plugins.ts';
import { privacy } from './privacy.ts';
import { providerSessionHandlers } from './provider-session.ts';
import { secondFactorHandlers } from './second-factor.ts';
import { sessionHandlers, type SessionParts } from './session.ts';
import { configuration } from './settings.ts';
import { setup } from './setup.ts';
import { tasks } from './tasks.ts';
import { timeline } from './timeline.ts';

/** A handler for every route of the table; one that is missing does not compile. */
export function createHandlers(session: SessionParts): Handlers<typeof routes> {
  return {
    incidents,
    tasks,
    timeline: { ...timeline, ...messages, ...files },
    documents,
    cost,
    settings: { ...configuration, people, plugins, deliveries },
    session: sessionHandlers(session),
    audit,
    privacy,
    organizations,
    monitoring,
    setup,
    accounts: accountHandlers(session),
    secondFactor: secondFactorHandlers(session),
    providerSession: providerSessionHandlers(session),
  };
}
