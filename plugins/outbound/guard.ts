import { lookup as resolveName } from 'node:dns';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { bare, blockListOf, isIn, isPublic } from './addresses.ts';

/** A connection that was refused because of where it would lead; `host` as it was asked for. */
export class OutboundRefused extends Error {
  readonly host: string;
  constructor(host: string) {
    super(`${host} is in a private, loopback or link-local network, where plugins may not send requests. If it is meant, an operator allows it with DISPATCH_OUTBOUND_ALLOW=${host} (or a network such as 10.20.0.0/16)`);
    this.name = 'OutboundRefused';
    this.host = host;
  }
}

/** Finds the addresses of a name, as `dns.lookup` with `all` does. */
export type Resolve = (host: string, done: (error: Error | null, addresses: { address: string; family: number }[]) => void) => void;

/** What decides where connections may lead. */
export interface OutboundOptions {
  /** Networks, addresses and host names that may be reached although they are private; `*` for everywhere. */
  allow?: readonly string[];
  /** The system's resolver when absent. */
  resolve?: Resolve;
}

/** Keeps requests that follow addresses typed by people out of private networks. */
export interface OutboundGuard {
  /** Throws {@link OutboundRefused} when the host is an address that may not be reached; names are checked by `lookup`. */
  checkHost(host: string): void;
  /** For `net.connect` and everything built on it: only addresses that were checked are connected to, so a name cannot change its mind in between. */
  lookup: LookupFunction;
  /** A connected socket, for protocols other than HTTP. Rejects with {@link OutboundRefused}, or after `timeoutMs`. */
  openSocket(to: { host: string; port: number; timeoutMs: number }): Promise<Socket>;
}

const systemResolve: Resolve = (host, done) => resolveName(host, { all: true }, (error, addresses) => done(error, addresses));

/** A guard that lets connections through to public addresses and to what `allow` names. */
export function createOutboundGuard({ allow = [], resolve = systemResolve }: OutboundOptions = {}): OutboundGuard {
  const everywhere = allow.includes('*');
  const networks = blockListOf(allow);
  const isNamed = (host: string): boolean => allow.some((part) => part === host || (part.startsWith('*.') && host.endsWith(part.slice(1))));
  const mayReach = (address: string): boolean => everywhere || isPublic(address) || isIn(networks, address);

  const checkHost = (host: string): void => {
    const plain = bare(host);
    if (isIP(plain) !== 0 && !mayReach(plain)) throw new OutboundRefused(plain);
  };

  const lookup: LookupFunction = (hostname, options, done) => {
    resolve(hostname, (error, found) => {
      const answer = error ?? checked(hostname, found);
      if (answer instanceof Error) return done(answer, []);
      if (options.all === true) return done(null, answer);
      return done(null, answer[0]?.address ?? '', answer[0]?.family);
    });
  };

  const checked = (hostname: string, found: Found[]): Found[] | Error => {
    const allowed = isNamed(hostname.toLowerCase().replace(/\.$/, '')) ? found : found.filter(({ address }) => mayReach(address));
    if (allowed.length > 0) return allowed;
    return found.length > 0 ? new OutboundRefused(hostname) : new Error(`${hostname} has no address`);
  };

  return {
    checkHost,
    lookup,
    openSocket: ({ host, port, timeoutMs }) =>
      new Promise((resolvePromise, reject) => {
        checkHost(host);
        const socket = connect({ host: bare(host), port, lookup });
        const fail = (error: Error): void => {
          socket.destroy();
          reject(error);
        };
        socket.setTimeout(timeoutMs, () => fail(new Error(`${host}:${port} does not answer within ${timeoutMs / 1000} s`)));
        socket.once('error', fail);
        socket.once('connect', () => {
          socket.setTimeout(0);
          socket.off('error', fail);
          resolvePromise(socket);
        });
      }),
  };
}

type Found = { address: string; family: number };
