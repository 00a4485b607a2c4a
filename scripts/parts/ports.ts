import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { EXIT, Fault } from '../setup/fault.mjs';

/** A port that a part wants: what for, and the setting that moves it. */
export interface WantedPort {
  readonly port: number;
  readonly host: string;
  readonly use: string;
  readonly setting: string;
}

/** True when nothing listens on the port of that address. */
export function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The ports to choose from: below those that Linux (from 32768) and macOS (from 49152) give to outgoing connections. */
const CHOICE = { from: 11_000, to: 32_768 };
const given = new Set<number>();

/**
 * A free port of the loopback address, never the same one twice. No outgoing connection of this machine can take it
 * before it is used, as could happen to one that the system chooses.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(CHOICE.from, CHOICE.to);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port, '127.0.0.1')) return port;
  }
}

/** Throws a fault that names every busy port, what it is for and which setting moves it; two parts on one port too. */
export async function requireFreePorts(wanted: readonly WantedPort[]): Promise<void> {
  const twice = wanted.find((one, at) => wanted.findIndex((other) => other.port === one.port) !== at);
  if (twice !== undefined) {
    throw new Fault(
      `port ${twice.port} is wanted twice`,
      `set ${twice.setting} to another port`,
      EXIT.portBusy,
    );
  }
  const free = await Promise.all(wanted.map(({ port, host }) => isFree(port, host)));
  const busy = wanted.filter((_, at) => free[at] === false);
  if (busy.length > 0) throw busyFault(busy);
}

/** The fault for ports that something else holds. */
export function busyFault(busy: readonly WantedPort[]): Fault {
  const names = busy.map(({ port, use }) => `${port} (${use})`).join(', ');
  const settings = busy.map(({ setting, port }) => `${setting}=${port + 10}`).join(' ');
  const many = busy.length > 1;
  return new Fault(
    `port${many ? 's' : ''} ${names} ${many ? 'are' : 'is'} in use by another program`,
    `stop that program, or move ours: ${settings} npm start`,
    EXIT.portBusy,
  );
}
