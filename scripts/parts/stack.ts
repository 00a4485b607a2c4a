import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { temporalCli } from '../temporal.mjs';
import { openLog } from './logs.ts';
import type { PartLog } from './logs.ts';
import type { Part } from './part.ts';
import { freePort } from './ports.ts';
import { createPostgres, EMBEDDED_DATABASE } from './postgres.ts';
import { generateSecrets } from './secrets.ts';
import type { Secrets } from './secrets.ts';
import { createTemporal } from './temporal.ts';

/** Which parts a stack has. */
export interface StackOptions {
  /** False for Postgres alone. */
  readonly temporal?: boolean;
  /** True to run Temporal's web UI too. */
  readonly ui?: boolean;
  /** Folder for data and logs, which is kept; a temporary one, removed on `stop`, unless told. */
  readonly folder?: string;
}

/** A Postgres and a Temporal dev server of one's own, on free ports of the loopback address. */
export interface Stack {
  readonly folder: string;
  readonly postgres: Part;
  /** Null when it was not asked for. */
  readonly temporal: Part | null;
  readonly database: { hostname: string; port: number; name: string; user: string; password: string };
  readonly address: string | null;
  readonly uiUrl: string | null;
  /** The settings with which API, worker and scripts use this stack. */
  readonly env: Record<string, string>;
  /** The last lines that each part printed. */
  tail(lines: number): string;
  /** Stops all parts, and removes the folder when it is a temporary one. */
  stop(): Promise<void>;
}

/** Starts a stack and resolves when it is ready; about one second. Nothing is left when it cannot be started. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const folder = options.folder ?? (await mkdtemp(path.join(tmpdir(), 'dispatch-')));
  const logs: PartLog[] = [];
  const log = (name: string) => {
    const opened = openLog({
      folder: path.join(folder, 'logs'),
      name,
      pick: () => null,
      show: () => undefined,
    });
    logs.push(opened);
    return opened;
  };
  const secrets = generateSecrets();
  const database = {
    hostname: '127.0.0.1',
    port: await freePort(),
    name: EMBEDDED_DATABASE,
    user: EMBEDDED_DATABASE,
    password: secrets.databasePassword,
  };
  const parts: Part[] = [];
  const stop = async () => {
    await Promise.all(parts.map((part) => part.stop()));
    for (const one of logs) one.close();
    if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
  };
  try {
    const postgres = await createPostgres({
      folder: path.join(folder, 'postgres'),
      port: database.port,
      password: database.password,
      log: log('postgres'),
      durable: false,
    });
    parts.push(postgres);
    const temporal =
      options.temporal === false ? null : await temporalIn(folder, options.ui === true, log('temporal'));
    if (temporal !== null) parts.push(temporal.part);
    await Promise.all(parts.map((part) => part.start()));
    const { address = null, uiUrl = null } = temporal ?? {};
    return {
      folder,
      postgres,
      temporal: temporal?.part ?? null,
      database,
      address,
      uiUrl,
      env: settingsOf({ secrets, port: database.port, address, uiUrl }),
      tail: (lines) => logs.flatMap((one) => one.tail(lines)).join('\n'),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function temporalIn(folder: string, ui: boolean, log: PartLog) {
  const [port, uiPort] = await Promise.all([freePort(), freePort()]);
  const part = createTemporal({
    cli: await temporalCli(),
    port,
    uiPort: ui ? uiPort : null,
    namespace: 'default',
    file: path.join(folder, 'temporal.db'),
    log,
  });
  return { part, address: `127.0.0.1:${port}`, uiUrl: ui ? `http://127.0.0.1:${uiPort}` : null };
}

interface Where {
  readonly secrets: Secrets;
  readonly port: number;
  readonly address: string | null;
  readonly uiUrl: string | null;
}

function settingsOf({ secrets, port, address, uiUrl }: Where): Record<string, string> {
  return {
    DATABASE_HOSTNAME: '127.0.0.1',
    DATABASE_PORT: String(port),
    DATABASE_NAME: EMBEDDED_DATABASE,
    DATABASE_CREDENTIALS: `${EMBEDDED_DATABASE}:${secrets.databasePassword}`,
    ...(address === null ? {} : { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: 'default' }),
    ...(uiUrl === null ? {} : { TEMPORAL_UI_URL: uiUrl }),
    DISPATCH_JWT_SECRET: secrets.jwtSecret,
    DISPATCH_ENCRYPTION_KEY: secrets.encryptionKey,
  };
}
