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

/** A free port of the loopback address, chosen by the system. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
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
