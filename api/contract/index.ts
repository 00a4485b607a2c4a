import { documents } from './documents.ts';
import { incidents } from './incidents.ts';
import { session } from './session.ts';
import { settings } from './settings.ts';
import { tasks } from './tasks.ts';
import { timeline } from './timeline.ts';

/** The whole route table: server handlers, OpenAPI and the web's client are made from it. */
export const routes = { incidents, tasks, timeline, documents, settings, session } as const;
