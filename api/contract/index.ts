import { accounts } from './accounts.ts';
import { audit } from './audit.ts';
import { cost } from './cost.ts';
import { documents } from './documents.ts';
import { incidents } from './incidents.ts';
import { monitoring } from './monitoring.ts';
import { organizations } from './organizations.ts';
import { privacy } from './privacy.ts';
import { providerSession } from './provider-session.ts';
import { secondFactor } from './second-factor.ts';
import { session } from './session.ts';
import { settings } from './settings.ts';
import { setup } from './setup.ts';
import { tasks } from './tasks.ts';
import { timeline } from './timeline.ts';

/** The whole route table: server handlers, OpenAPI and the web's client are made from it. */
export const routes = { monitoring, incidents, tasks, timeline, documents, cost, settings, session, providerSession, accounts, audit, organizations, secondFactor, privacy, setup } as const;
