import path from 'node:path';
import { EMBEDDED_DATABASE } from '../parts/postgres.ts';
import type { WantedPort } from '../parts/ports.ts';
import type { Secrets } from '../parts/secrets.ts';
import { ROOT } from '../setup/paths.mjs';
import { layered } from '../environment.ts';
import type { Settings } from '../environment.ts';
import type { StartArguments } from './arguments.ts';

/** What a start will run, and where. */
export interface StartPlan {
  readonly dataFolder: string;
  readonly port: number;
  /** True when `--port` was given, which then outdoes the setting PORT. */
  readonly portIsOption: boolean;
  readonly host: string;
  readonly workerHealthPort: number;
  /** Null when DATABASE_HOSTNAME names a Postgres. */
  readonly postgres: { readonly port: number } | null;
  /** Null when TEMPORAL_ADDRESS names a server. */
  readonly temporal: { readonly port: number; readonly uiPort: number; readonly namespace: string; readonly codecEndpoint: string | null } | null;
  /** Ports of prometheus; empty when it gets no metrics. */
  readonly metricsPorts: readonly WantedPort[];
  /** The level that `--verbose` asks for, or null for the setting LOG_LEVEL. */
  readonly logLevel: 'INFO' | null;
  /** Address of the app, as people open it. */
  readonly appUrl: string;
}

/** Decides from settings and arguments what to embed and which ports to use. A port that is none counts as not set: `checkSettings` names it with everything else that is wrong. */
export function planStart(given: Settings, args: StartArguments): StartPlan {
  const { values } = given;
  const port = args.port ?? portOf(values, 'PORT', 8000);
  const appUrl = (values['DISPATCH_UI_URL'] || `http://localhost:${port}`).replace(/\/$/, '');
  return {
    dataFolder: path.resolve(ROOT, args.data ?? (values['DISPATCH_DATA'] || '.data')),
    port,
    portIsOption: args.port !== null,
    host: values['HOST'] || '127.0.0.1',
    workerHealthPort: portOf(values, 'WORKER_HEALTH_PORT', 8001),
    postgres: values['DATABASE_HOSTNAME'] ? null : { port: portOf(values, 'EMBEDDED_POSTGRES_PORT', 54329) },
    temporal: values['TEMPORAL_ADDRESS']
      ? null
      : {
          port: portOf(values, 'EMBEDDED_TEMPORAL_PORT', 7233),
          uiPort: portOf(values, 'EMBEDDED_TEMPORAL_UI_PORT', 8233),
          namespace: values['TEMPORAL_NAMESPACE'] || 'default',
          codecEndpoint: values['TEMPORAL_PAYLOAD_KEY'] ? `${appUrl}/api/v1/default/codec` : null,
        },
    metricsPorts: metricsPortsOf(values),
    logLevel: args.verbose && !values['LOG_LEVEL'] ? 'INFO' : null,
    appUrl,
  };
}

function portOf(values: Readonly<Record<string, string>>, name: string, fallback: number): number {
  const port = Number(values[name] || fallback);
  return Number.isInteger(port) && port >= 1 && port <= 65_535 ? port : fallback;
}

function metricsPortsOf(values: Readonly<Record<string, string>>): WantedPort[] {
  const providers = (values['METRIC_PROVIDERS'] ?? '').split(',').map((name) => name.trim());
  if (!providers.includes('prometheus')) return [];
  const host = values['METRICS_HOST'] || values['HOST'] || '127.0.0.1';
  const ports = [
    { setting: 'METRICS_PORT', fallback: 9464, use: "app's metrics" },
    { setting: 'WORKER_METRICS_PORT', fallback: 9465, use: "worker's metrics" },
    { setting: 'TEMPORAL_METRICS_PORT', fallback: 9466, use: "Temporal SDK's metrics" },
  ];
  // Empty means none and 0 any free one; both need no port that is free now.
  const fixed = ports.filter(({ setting }) => !['', '0'].includes(values[setting] ?? 'default'));
  return fixed.map(({ setting, fallback, use }) => ({ port: portOf(values, setting, fallback), host, use, setting }));
}

/** The ports that the plan needs, each with the setting that moves it. */
export function wantedPorts({ port, host, workerHealthPort, metricsPorts, postgres, temporal }: StartPlan): WantedPort[] {
  const local = '127.0.0.1';
  return [
    { port, host, use: 'app', setting: 'PORT' },
    { port: workerHealthPort, host: local, use: "worker's health", setting: 'WORKER_HEALTH_PORT' },
    ...metricsPorts,
    ...(temporal === null
      ? []
      : [
          { port: temporal.port, host: local, use: 'Temporal', setting: 'EMBEDDED_TEMPORAL_PORT' },
          { port: temporal.uiPort, host: local, use: 'Temporal UI', setting: 'EMBEDDED_TEMPORAL_UI_PORT' },
        ]),
    ...(postgres === null
      ? []
      : [{ port: postgres.port, host: local, use: 'Postgres', setting: 'EMBEDDED_POSTGRES_PORT' }]),
  ];
}

const ELSEWHERE = [
  'TEMPORAL_API_KEY',
  'TEMPORAL_TLS_SERVER_NAME',
  'TEMPORAL_TLS_SERVER_CA_CERT_PATH',
  'TEMPORAL_TLS_CLIENT_CERT_PATH',
  'TEMPORAL_TLS_CLIENT_KEY_PATH',
];

/** The settings that the processes get: what was given, the options, the embedded parts, the generated secrets. */
export function effectiveSettings(given: Settings, plan: StartPlan, secrets: Secrets | null): Settings {
  const { postgres, temporal } = plan;
  const embedded: Record<string, string> = {
    PORT: String(plan.port),
    WORKER_HEALTH_PORT: String(plan.workerHealthPort),
    DISPATCH_UI_URL: plan.appUrl,
  };
  if (postgres !== null && secrets !== null) {
    embedded['DATABASE_HOSTNAME'] = '127.0.0.1';
    embedded['DATABASE_PORT'] = String(postgres.port);
    embedded['DATABASE_NAME'] = EMBEDDED_DATABASE;
    embedded['DATABASE_CREDENTIALS'] = `${EMBEDDED_DATABASE}:${secrets.databasePassword}`;
  }
  if (temporal !== null) {
    embedded['TEMPORAL_ADDRESS'] = `127.0.0.1:${temporal.port}`;
    embedded['TEMPORAL_NAMESPACE'] = temporal.namespace;
    embedded['TEMPORAL_UI_URL'] = `http://localhost:${temporal.uiPort}`;
    // Whatever is set for a Temporal server elsewhere would keep us from ours.
    embedded['TEMPORAL_TLS'] = 'false';
    for (const name of ELSEWHERE) embedded[name] = '';
  }
  const option = {
    ...(plan.portIsOption ? { PORT: String(plan.port) } : {}),
    ...(plan.logLevel === null ? {} : { LOG_LEVEL: plan.logLevel }),
  };
  const fixed = pick(embedded, (name) => /^(DATABASE|TEMPORAL)_/.test(name) && name !== 'TEMPORAL_UI_URL');
  return layered([
    { origin: 'option', values: option },
    { origin: 'embedded', values: fixed },
    ...splitByOrigin(given),
    { origin: 'embedded', values: embedded },
    { origin: 'generated', values: generatedSettings(secrets) },
  ]);
}

function generatedSettings(secrets: Secrets | null): Record<string, string> {
  if (secrets === null) return {};
  return { DISPATCH_JWT_SECRET: secrets.jwtSecret, DISPATCH_ENCRYPTION_KEY: secrets.encryptionKey };
}

/** What was given, without settings that are empty and that would hide an embedded or generated value. */
function splitByOrigin({ values, origins }: Settings) {
  const hiding = [
    'DATABASE_HOSTNAME',
    'TEMPORAL_ADDRESS',
    'DISPATCH_JWT_SECRET',
    'DISPATCH_ENCRYPTION_KEY',
    'PORT',
  ];
  const kept = pick({ ...values }, (name) => values[name] !== '' || !hiding.includes(name));
  return [...new Set(Object.values(origins))].map((origin) => ({
    origin,
    values: pick(kept, (name) => origins[name] === origin),
  }));
}

function pick(
  values: Readonly<Record<string, string>>,
  wanted: (name: string) => boolean,
): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => wanted(name)));
}
