import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const SENTRY = path.resolve(import.meta.dirname, '../../../config/sentry.ts');
const received: string[] = [];
let server: Server;
let port = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      received.push(body);
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => new Promise((resolve) => void server.close(resolve)));

/** Reports an error from a process of its own, with something personal all around it. */
async function report(dsn: string | null): Promise<number | null> {
  const source = `
    const { startSentry } = await import(${JSON.stringify(SENTRY)});
    const reporter = await startSentry({ sentryDsn: ${JSON.stringify(dsn)}, env: 'test', tags: { region: 'north' } }, 'worker', '1.2.3');
    const secretPassword = 'hunter2'; console.log('nadia@example.com');
    const error = new Error('The ledger broke at "Nadia said hi" for bo@example.com\\nsecond line', { cause: new TypeError('“Dear all, we are down” from 10.1.2.3') });
    Object.assign(error, { body: 'm-4' });
    reporter.capture(error, { incidentId: 'i-1', workflowId: 'incident/i-1' });
    await reporter.flush();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: 'ignore' });
  return new Promise((resolve) => void child.on('exit', resolve));
}

describe('error reports', () => {
  it('say what broke where, and nothing about people or machines', async () => {
    expect(await report(`http://key@127.0.0.1:${port}/1`)).toBe(0);
    const sent = received.join('\n');
    expect(sent).toContain('The ledger broke at [text] for [e-mail]');
    expect(sent).toContain('[text] from [address]');
    expect(sent).toContain('"environment":"test"');
    expect(sent).toContain('"region":"north"');
    expect(sent).toContain('"workflowId":"incident/i-1"');
    expect(sent).toContain('"part":"worker"');
    expect(sent).toContain('"incidentId":"i-1"');
    expect(sent).toContain('dispatch@1.2.3');
    expect(sent).not.toMatch(/hunter2|nadia@example|Nadia|second line|Dear all|10\.1\.2|m-4|"server_name"|"ip_address"|"user":|"extra":|"breadcrumbs":\[\{/);
  });

  it('are not sent without a DSN', async () => {
    const before = received.length;
    expect(await report(null)).toBe(0);
    expect(received).toHaveLength(before);
  });
});
