import { afterEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '../../../config/logger.ts';
import { type HealthServer, startHealthServer } from '../../../worker/health.ts';
import { untilItWorks } from '../../../worker/patience.ts';

const logger = createLogger({ logLevel: 'silent' }, 'test');
const host = '127.0.0.1';
const servers: HealthServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
async function serve(checks: Record<string, () => Promise<unknown>>): Promise<(path: string) => Promise<{ status: number; body: unknown }>> {
  const server = await startHealthServer({ host, port: 0, checks });
  servers.push(server);
  return async (path) => {
    const answer = await fetch(`http://${host}:${server.port}${path}`);
    return { status: answer.status, body: await answer.json() };
  };
}

describe('the health of a worker', () => {
  it('lives while it runs, and is ready when everything is there', async () => {
    const ask = await serve({ database: async () => 1, temporal: async () => 2 });
    expect(await ask('/healthz')).toEqual({ status: 200, body: { status: 'ok' } });
    expect(await ask('/readyz?verbose')).toEqual({ status: 200, body: { status: 'ok', checks: { database: 'ok', temporal: 'ok' } } });
    expect((await ask('/')).status).toBe(404);
  });
  it('names what is missing, and does not wait for what hangs', async () => {
    const ask = await serve({ database: () => Promise.reject(new Error('refused')), temporal: () => new Promise(() => undefined) });
    expect((await ask('/healthz')).status).toBe(200);
    expect(await ask('/readyz')).toEqual({ status: 503, body: { status: 'not ready', checks: { database: 'refused', temporal: 'no answer' } } });
  });
  it('says when the port is taken', async () => {
    const first = await startHealthServer({ host, port: 0, checks: {} });
    servers.push(first);
    await expect(startHealthServer({ host, port: first.port, checks: {} })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('waiting for what is not there yet', () => {
  const patience = (over: object = {}) => ({ what: 'reach it', logger, signal: new AbortController().signal, ...over });
  it('tries until it works', async () => {
    let tries = 0;
    expect(await untilItWorks(async () => { tries += 1; if (tries < 3) throw new Error('not yet'); return tries; }, patience())).toBe(3);
  });
  it('gives up when its time is over, with the last error', async () => {
    await expect(untilItWorks(() => Promise.reject(new Error('never')), patience({ withinMs: 300 }))).rejects.toThrow('never');
  });
  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const waiting = untilItWorks(() => Promise.reject(new Error('never')), patience({ signal: stop.signal }));
    stop.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow();
  });
});
