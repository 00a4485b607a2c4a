import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import type { Metrics } from '../config/metrics.ts';
import type { Cipher } from '../config/secrets.ts';
import type { Database } from '../models/connect.ts';
import type { Registry } from '../plugins/registry.ts';
import type { Fetch } from './auth/fetch-text.ts';
import type { CommandGateway } from './gateway.ts';
import type { LiveHub } from './live.ts';

/** Everything the API is built from; made once in `main.ts`, by hand in tests. */
export interface ApiDeps {
  config: Config;
  logger: Logger;
  db: Database;
  registry: Registry;
  /** For plugin secrets at rest; null = no key is set. */
  cipher: Cipher | null;
  /** The way to the owners of incidents: Temporal in production. */
  commands: CommandGateway;
  live: LiveHub;
  metrics: Metrics;
  /** The product's version, from package.json. */
  version: string;
  /** How the keys of sign-in providers are fetched; absent = over the network. */
  providerFetch?: Fetch | undefined;
  /** Where unexpected errors are reported besides the log. */
  report(error: unknown, tags: Record<string, string>): void;
}
