import type { Client } from '@temporalio/client';
import type { Config } from '../config/load.ts';
import type { Logger } from '../config/logger.ts';
import type { Database } from '../models/connect.ts';
import type { Registry } from '../plugins/registry-types.ts';
import type { Rooms } from './at-most.ts';
import type { InTurn } from './in-turn.ts';
import type { MailRenderer } from './mail-render.ts';

/** What every activity works with; made once by the worker's composition root. */
export interface ActivityDeps {
  db: Database;
  registry: Registry;
  config: Pick<Config, 'server' | 'mjmlPath'>;
  logger: Logger;
  /** For the sweep that starts missing workflows; nothing else talks to Temporal from an activity. */
  client: Client;
  now(): Date;
}

/** The same with what the activities of one process share. */
export interface Kit extends ActivityDeps {
  /** Work on one object at a time. */
  inTurn: InTurn;
  /** Mails that are sent at once, by organization. */
  mailRooms: Rooms;
  mail: MailRenderer;
}
