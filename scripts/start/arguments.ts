import path from 'node:path';
import { parseArgs } from 'node:util';
import { EXIT, Fault } from '../setup/fault.mjs';

/** What `dispatch start` was asked for. */
export interface StartArguments {
  readonly demo: boolean;
  readonly verbose: boolean;
  readonly help: boolean;
  /** Port of the app, or null for the setting PORT. */
  readonly port: number | null;
  /** Folder of data, or null for the setting DISPATCH_DATA (`.data` in the project). */
  readonly data: string | null;
}

/** Reads the arguments. Throws a Fault that names the wrong one. */
export function parseStartArguments(argv: readonly string[]): StartArguments {
  const { values } = parse(argv);
  return {
    demo: values.demo ?? false,
    verbose: values.verbose ?? false,
    help: values.help ?? false,
    port: values.port === undefined ? null : parsePort('--port', values.port),
    data: values.data === undefined ? null : path.resolve(values.data),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        demo: { type: 'boolean' },
        verbose: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        port: { type: 'string' },
        data: { type: 'string' },
      },
    });
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('.')[0] ?? '') : String(error);
    throw new Fault(message, 'npm start -- [--demo] [--port <n>] [--data <folder>] [--verbose]', EXIT.usage);
  }
}

/** A port from text. Throws a Fault that names the setting when it is none. */
function parsePort(name: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new Fault(
    `${name} is "${text}", which is no port`,
    `set ${name} to a number from 1 to 65535`,
    EXIT.usage,
  );
}
