import { createServer, request as send, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A reverse proxy in front of the product, as installations have one. */
export interface ReverseProxy {
  url: string;
  stop(): Promise<void>;
}

/** How the proxy says who somebody is: raw header pairs to add for a request; whatever the client sent under these names is dropped. */
export interface ProxyRules {
  target: string;
  /** Address of ours that the proxy connects from (loopback has many). */
  from: string;
  names: readonly string[];
  add(request: IncomingMessage): string[];
}

/** Starts a proxy on loopback that forwards everything to `target`, streams included. */
export async function startReverseProxy({ target, from, names, add }: ProxyRules): Promise<ReverseProxy> {
  const { hostname, port } = new URL(target);
  const server = createServer((request, response) => {
    const kept = request.rawHeaders.flatMap((text, i, all) => (i % 2 === 0 && !names.includes(text.toLowerCase()) ? [text, all[i + 1] ?? ''] : []));
    const forward = send({ hostname, port, localAddress: from, method: request.method, path: request.url, headers: [...kept, ...add(request), 'X-Forwarded-For', request.socket.remoteAddress ?? ''] }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    forward.once('error', () => response.headersSent || response.writeHead(502).end());
    response.once('close', () => forward.destroy());
    request.pipe(forward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
