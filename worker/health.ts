import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One thing a worker needs; resolves when it is there, rejects with the reason when it is not. */
export type Check = () => Promise<unknown>;

/** A running health server. */
export interface HealthServer {
  port: number;
  close(): Promise<void>;
}

const CHECK_MS = 2000;

/**
 * Answers `/healthz` (the process runs: 200) and `/readyz` (200 when every check passes, else 503 with the reasons) on a port; 0 takes a free one.
 * Rejects with the server's error (EADDRINUSE) when the port is taken.
 */
export async function startHealthServer(options: { host: string; port: number; checks: Record<string, Check> }): Promise<HealthServer> {
  const server = createServer((request, response) => {
    void answer(request.url ?? '/', options.checks).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body));
    });
  });
  await listen(server, options);
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function answer(url: string, checks: Record<string, Check>): Promise<{ status: number; body: object }> {
  const path = url.split('?')[0];
  if (path === '/healthz') return { status: 200, body: { status: 'ok' } };
  if (path !== '/readyz') return { status: 404, body: { status: 'not found' } };
  const results = await Promise.all(Object.entries(checks).map(async ([name, check]): Promise<[string, string]> => [name, await resultOf(check)]));
  const isReady = results.every(([, result]) => result === 'ok');
  return { status: isReady ? 200 : 503, body: { status: isReady ? 'ok' : 'not ready', checks: Object.fromEntries(results) } };
}

async function resultOf(check: Check): Promise<string> {
  const late = AbortSignal.timeout(CHECK_MS);
  const tooLate = new Promise<string>((resolve) => late.addEventListener('abort', () => resolve('no answer'), { once: true }));
  try {
    return await Promise.race([check().then(() => 'ok'), tooLate]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
