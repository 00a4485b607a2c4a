import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '../../api/contract/common.ts';
import { createHttpServer } from '../../api/server.ts';
import { startApi, type Reply, type TestApi } from './support/api.ts';

describe('a caller who asks too often', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ env: { DISPATCH_RATE_LIMIT: '100' } });
  });
  afterAll(() => api.stop());
  const often = async (times: number, ask: () => Promise<Reply<Problem>>): Promise<Reply<Problem>[]> => {
    const replies: Reply<Problem>[] = [];
    for (let n = 0; n < times; n += 1) replies.push(await ask());
    return replies;
  };

  it('is asked to wait, sooner on expensive routes, and others are not', async () => {
    const [ann, bob] = await Promise.all([api.person('ann'), api.person('bob')]);
    const preview = () => ann.call<Problem>('POST', '/incidents/preview', { title: 'T' });
    expect((await often(21, preview)).map((r) => r.status)).toEqual([...Array<number>(20).fill(200), 429]);
    const reads = await often(80, () => ann.call<Problem>('GET', '/incident-types'));
    expect(reads.map((r) => r.status)).toEqual([...Array<number>(79).fill(200), 429]);
    const [last] = reads.slice(-1);
    expect([last?.type.split(';')[0], Number(last?.headers.get('retry-after')) > 0, last?.body.detail]).toEqual(['application/problem+json', true, expect.stringMatching(/^Too many requests from you\. Wait \d+ seconds/)]);
    expect(reads[0]?.headers.get('ratelimit')).toMatch(/r=\d+/);
    expect((await bob.call('POST', '/incidents/preview', { title: 'T' })).status).toBe(200);
  });

  it('is stopped with the whole address when nearly everything is refused, whatever tokens it makes up', async () => {
    const replies = await often(51, () => api.call('GET', '/api/v1/default/incidents', undefined, { authorization: `Bearer ${randomUUID()}` }));
    expect(replies.map((r) => r.status)).toEqual([...Array<number>(50).fill(401), 429]);
  });
});

describe('a connection that is too slow, too large, or no HTTP', () => {
  let server: Server;
  let port: number;
  beforeAll(async () => {
    const app = express();
    app.post('/', express.text(), (_request, response) => void response.send('ok'));
    server = createHttpServer(app, { headers: 300, request: 600, check: 50 });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => void server.close());

  /** Sends the pieces and reads until the server ends the connection. */
  const talk = (...pieces: string[]) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port });
      let answer = '';
      for (const piece of pieces) socket.write(piece);
      socket.on('data', (chunk) => (answer += chunk.toString()));
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });

  it.each([
    ['headers that never end', 'POST / HTTP/1.1\r\nhost: x\r\nx: ', 408],
    ['a body that never ends', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 100\r\n\r\nabc', 408],
    ['huge headers', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['no HTTP', '\u0016\u0003\u0001\r\n\r\n', 400],
    ['two lengths', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab', 400],
    ['length and chunks', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n', 400],
  ])('%s', async (_what, sent, status) => {
    const answer = await talk(sent);
    expect(answer.split('\r\n')[0]).toContain(`HTTP/1.1 ${status}`);
    expect(answer).toContain('application/problem+json');
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4))).toMatchObject({ status, detail: expect.stringMatching(/\.$/) });
  });
});
