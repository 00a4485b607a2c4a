import { type Client, Client as TemporalClient, Connection } from '@temporalio/client';
import type { Config } from '../config/load.ts';
import type { Logger } from '../config/logger.ts';
import { connectionOptions, dataConverter } from '../config/temporal.ts';
import { reconcileSchedules } from './schedules.ts';
import { registerSearchAttributes } from './search-attributes.ts';

/** A client of the configured Temporal; rejects when the server does not answer within a few seconds. The caller closes its connection. */
export async function connectClient(config: Config): Promise<Client> {
  const connection = await Connection.connect({ ...connectionOptions(config.temporal), connectTimeout: '5 seconds' });
  return new TemporalClient({ connection, namespace: config.temporal.namespace, dataConverter: dataConverter(config.temporal) });
}

/** Makes the namespace ready for this version: search attributes, then Schedules. Safe to run at every start, by several processes at once. */
export async function prepareNamespace(client: Client, logger: Logger): Promise<string[]> {
  const registered = await registerSearchAttributes(client);
  const { created, updated, deleted } = await reconcileSchedules(client);
  const done = [say('search attributes registered', registered), say('Schedules created', created), say('Schedules changed', updated), say('Schedules removed', deleted)].filter((line) => line !== null);
  for (const line of done) logger.info(line);
  return done;
}

function say(what: string, names: readonly string[]): string | null {
  return names.length === 0 ? null : `${what}: ${names.join(', ')}`;
}
