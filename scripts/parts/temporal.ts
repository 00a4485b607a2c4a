import { EXIT, Fault } from '../setup/fault.mjs';
import { run } from '../setup/run.mjs';
import type { PartLog } from './logs.ts';
import { createPart } from './part.ts';
import type { Part } from './part.ts';
import { isFree } from './ports.ts';

/** How the embedded Temporal server runs. */
export interface TemporalOptions {
  /** Path of the `temporal` CLI. */
  readonly cli: string;
  readonly port: number;
  /** Port of its web UI, or null to run without. */
  readonly uiPort: number | null;
  readonly namespace: string;
  /** File that keeps its state, or null to keep it in memory. */
  readonly file: string | null;
  /** Address that the web UI sends payloads to for decryption, or null. */
  readonly codecEndpoint?: string | null;
  readonly log: PartLog;
}

/** It also listens on ports that it chooses itself, and panics when one of those is taken before it is used. */
const PANICKED = 'the Temporal server broke off while starting';

/** The embedded Temporal dev server, on the loopback address only. Ready means that its namespace answers. */
export function createTemporal(options: TemporalOptions): Part {
  return createPart({
    name: 'temporal',
    title: 'Temporal',
    launch: () => ({
      file: options.cli,
      args: serverArguments(options),
      env: withoutTemporalSettings(),
    }),
    isReady: () => namespaceAnswers(options),
    readyWithinMs: 60_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: 15_000,
    log: options.log,
    explain: (text) => explainTemporal(text, options),
    passes: (fault) => fault.message.startsWith(PANICKED),
  });
}

function serverArguments({ port, uiPort, namespace, file, codecEndpoint }: TemporalOptions): string[] {
  const args = ['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--namespace', namespace];
  args.push('--log-format', 'json', '--log-level', 'warn');
  if (uiPort === null) args.push('--headless');
  else args.push('--ui-ip', '127.0.0.1', '--ui-port', String(uiPort));
  if (uiPort !== null && codecEndpoint) args.push('--ui-codec-endpoint', codecEndpoint);
  if (file !== null) args.push('--db-filename', file);
  return args;
}

/** True when the server's namespace can be described. */
async function namespaceAnswers({ cli, port, namespace }: TemporalOptions): Promise<boolean> {
  if (await isFree(port, '127.0.0.1')) return false;
  const args = [
    'operator',
    'namespace',
    'describe',
    '--namespace',
    namespace,
    '--address',
    `127.0.0.1:${port}`,
  ];
  const { code } = await run(cli, args, { env: withoutTemporalSettings(), timeoutMs: 5_000 });
  return code === 0;
}

/** The CLI reads settings of the user's own servers from the environment; none of them are meant for this one. */
function withoutTemporalSettings(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_')));
}

/** The fault that the dev server's output tells of, or null when it tells of none that is known. */
export function explainTemporal(
  output: string,
  { port, uiPort, file }: Omit<TemporalOptions, 'log'>,
): Fault | null {
  if (/^Error: .*address already in use|can't set frontend port|can't set UI port/im.test(output)) {
    const settings = `EMBEDDED_TEMPORAL_PORT (now ${port}) or EMBEDDED_TEMPORAL_UI_PORT (now ${uiPort ?? 'none'})`;
    return new Fault(
      'a port of the Temporal server is in use by another program',
      `move it with ${settings}`,
      EXIT.portBusy,
    );
  }
  if (/database or disk is full|no space left/i.test(output)) {
    return new Fault(
      `the disk is full (writing ${file ?? 'memory'})`,
      'free some space and run this again',
      EXIT.storage,
    );
  }
  if (/database disk image is malformed|file is not a database/i.test(output)) {
    return new Fault(`${file ?? 'its file'} is damaged`, 'restore it from a backup', EXIT.temporal);
  }
  const panic = /^(?:panic|fatal error): (.*)/m.exec(output)?.[1];
  if (panic !== undefined) return new Fault(`${PANICKED}: ${panic.slice(0, 300)}`, 'run this again', EXIT.temporal);
  return null;
}
