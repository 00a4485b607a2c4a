import type { routes } from '../contract/index.ts';
import type { Handlers } from '../http/handler.ts';
import { deliveries } from './deliveries.ts';
import { documents } from './documents.ts';
import { files } from './files.ts';
import { incidents } from './incidents.ts';
import { messages } from './messages.ts';
import { people } from './people.ts';
import { plugins } from './plugins.ts';
import { sessionHandlers, type SessionParts } from './session.ts';
import { configuration } from './settings.ts';
import { tasks } from './tasks.ts';
import { timeline } from './timeline.ts';

/** A handler for every route of the table; one that is missing does not compile. */
export function createHandlers(session: SessionParts): Handlers<typeof routes> {
  return {
    incidents,
    tasks,
    timeline: { ...timeline, ...messages, ...files },
    documents,
    settings: { ...configuration, people, plugins, deliveries },
    session: sessionHandlers(session),
  };
}
