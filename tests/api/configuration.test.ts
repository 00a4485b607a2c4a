import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApp } from '../../api/app.ts';
import { createBootstrapLink } from '../../api/bootstrap-link.ts';
import type { ApiDeps } from '../../api/deps.ts';
import { measuredGateway } from '../../api/measured-gateway.ts';
import { loadConfig, type Config } from '../../config/load.ts';
import { NO_METRICS } from '../../config/metrics.ts';
import { startSentry } from '../../config/sentry.ts';
import { DomainError } from '../../domain/errors.ts';
import { connect } from '../../models/connect.ts';
import { freePort } from '../../scripts/parts/ports.ts';
import { startSentryDouble, type SentryDouble } from '../support/sentry.ts';
import { CERTIFICATE, startTlsPostgres } from '../support/tls-postgres.ts';
import { startApi, type TestApi } from './support/api.ts';

const MAIN = path.resolve(import.meta.dirname, '../../api/main.ts');
const ODD = 'p:a@s%s #w"ord';
let api: TestApi;
let sentry: SentryDouble;
let secure: Awaited<ReturnType<typeof startTlsPostgres>>;
const processes: ChildProcess[] = [];

beforeAll(async () => {
  [api, sentry] = await Promise.all([startApi(), startSentryDouble()]);
  secure = await startTlsPostgres(api.config.database);
  await api.deps.db.sequelize.query(`create role dispatch_odd superuser login password '${ODD}'`);
});
afterAll(async () => {
  for (const child of processes) child.kill('SIGKILL');
  await secure.stop();
  await sentry.stop();
  await api.deps.db.sequelize.query('drop role dispatch_odd');
  await api.stop();
});

/** The environment of a process that uses the test's database: through TLS, with an odd password. */
const environment = (more: Record<string, string>): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  DATABASE_HOSTNAME: 'localhost',
  DATABASE_PORT: String(secure.port),
  DATABASE_NAME: api.config.database.name,
  DATABASE_CREDENTIALS: `dispatch_odd:${ODD}`,
  DATABASE_SSL: 'verify',
  DATABASE_SSL_CA: CERTIFICATE,
  DISPATCH_JWT_SECRET: randomBytes(48).toString('base64'),
  ...more,
});

async function startProcess(more: Record<string, string>): Promise<{ url: string; said(): string; stop(): Promise<number | null> }> {
  const port = await freePort();
  const child = spawn(process.execPath, [MAIN], { env: environment({ PORT: String(port), TEMPORAL_ADDRESS: '127.0.0.1:9', ...more }), stdio: ['ignore', 'pipe', 'pipe'] });
  processes.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; !(await fetch(`${url}/readyz`).then((r) => r.ok, () => false)); tries += 1) {
    if (child.exitCode !== null || tries > 500) throw new Error(`the API does not start: ${output}`);
    await sleep(50);
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    url,
    said: () => output,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** The API with other settings on the same parts. */
async function withConfig<T>(change: Partial<Config>, ask: (url: string) => Promise<T>, deps: Partial<ApiDeps> = {}): Promise<T> {
  const server = createServer(createApp({ ...api.deps, ...deps, config: { ...api.config, ...change } }, api.inbound));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  try {
    return await ask(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('a process with wrong settings', () => {
  it('ends with 78 and names them all, and no secret', () => {
    const wrong = { PORT: 'x', LOG_LEVEL: 'loud', STATIC_DIR: '/nowhere', METRIC_PROVIDERS: 'graphite', DISPATCH_JWT_SECRET: 'hunter2', DATABASE_CREDENTIALS: 'hunter3', ENV_TAGS: 'x', SECRET_PROVIDER: '', SENTRY_DSN: 'hunter4' };
    const { status, stderr, stdout } = spawnSync(process.execPath, [MAIN], { env: environment(wrong), encoding: 'utf8' });
    expect(status).toBe(78);
    const named = stderr.split('\n').flatMap((line) => /^([A-Z_]+): found .+, allowed is .+/.exec(line)?.[1] ?? []);
    expect(named.sort()).toEqual(['DATABASE_CREDENTIALS', 'DISPATCH_JWT_SECRET', 'ENV_TAGS', 'LOG_LEVEL', 'METRIC_PROVIDERS', 'PORT', 'SENTRY_DSN', 'STATIC_DIR']);
    expect(stderr + stdout).not.toMatch(/hunter/);
    expect(stderr).toContain('LOG_LEVEL: found "loud", allowed is CRITICAL, ERROR, WARNING, INFO, DEBUG');
  });
});

describe('a process', () => {
  it('writes log lines with its tags, tells prometheus of its requests, and stops cleanly', async () => {
    const port = await freePort();
    const running = await startProcess({ LOG_LEVEL: 'INFO', METRIC_PROVIDERS: 'prometheus', METRICS_PORT: String(port), ENV_TAGS: 'region:REGION_OF_TEST,zone:UNSET_OF_TEST', REGION_OF_TEST: 'north' });
    expect((await fetch(`${running.url}/api/v1/session`)).status).toBe(200);
    expect((await fetch(`${running.url}/api/v1/default/incidents/INC-1`)).status).toBe(401);
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const counts = (route: string, status: string) => new RegExp(`dispatch_http_request_duration_seconds_count\\{(?=[^}]*route="${route}")(?=[^}]*status="${status}")(?=[^}]*region="north")[^}]*\\} 1`);
    expect(metrics).toMatch(counts('session.get', '200'));
    expect(metrics).toMatch(counts('incidents.get', '401'));
    expect(metrics).toMatch(/dispatch_database_pool\{state="idle"[^}]*\} \d/);
    expect(metrics).toMatch(/dispatch_live_streams\{[^}]*\} 0/);
    expect(metrics).not.toContain('INC-1');
    expect(await running.stop()).toBe(0);
    const lines = running.said().split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as { level: string; tags?: object; msg: string });
    expect(lines.find((line) => line.msg === 'the API listens')).toMatchObject({ level: 'info', tags: { region: 'north' } });
    expect(lines.some((line) => line.msg.includes('UNSET_OF_TEST, which is not set'))).toBe(true);
    expect(running.said()).not.toContain(ODD);
  });

  it('says little by default, takes quotes off with a hint, and warns that sign-in is off', async () => {
    const running = await startProcess({ HOST: '"127.0.0.1"', DISPATCH_AUTHENTICATION_PROVIDER_SLUG: '', DISPATCH_AUTHENTICATION_DEFAULT_USER: 'Otto@Example.com', STATIC_DIR: '' });
    const session = (await (await fetch(`${running.url}/api/v1/session`)).json()) as { person: { email: string }; authentication: { enabled: boolean } };
    expect(session).toMatchObject({ person: { email: 'otto@example.com' }, authentication: { enabled: false } });
    expect((await fetch(`${running.url}/`)).status).toBe(404);
    expect(await running.stop()).toBe(0);
    expect(running.said()).not.toContain('"level":"info"');
    expect(running.said()).toContain('HOST stood in quotes, which were taken off');
    expect(running.said()).toContain('Authentication is off');
  });
});

describe('STATIC_DIR', () => {
  it('is where the web comes from; empty, there is none', async () => {
    const first = async (url: string) => (await fetch(`${url}/`)).headers.get('content-type');
    expect(await withConfig({}, first)).toContain('text/html');
    expect(await withConfig({ server: { ...api.config.server, staticDir: '' } }, first)).toContain('problem+json');
  });
});

describe('DISPATCH_UI_URL', () => {
  it('begins links; without it they lead to the server itself', async () => {
    const link = (env: Record<string, string>) => createBootstrapLink(api.deps.db, loadConfig({ NODE_ENV: 'test', DISPATCH_JWT_SECRET: 'x', ...env }, { envFile: null }));
    expect(await link({ PORT: '8123' })).toMatch(/^http:\/\/localhost:8123\//);
    expect(await link({ DISPATCH_UI_URL: 'https://d.example.com/' })).toMatch(/^https:\/\/d\.example\.com\/\w/);
  });
});

describe('DATABASE_*', () => {
  const ping = async (more: Record<string, string>) => {
    const db = connect(loadConfig(environment(more), { envFile: null }).database, { poolSize: 1 });
    const answer = await db.ping().then(() => 'answers', (error: unknown) => String(error));
    await db.close();
    return answer;
  };

  it('reach a server over TLS with any password, and only one whose certificate is trusted where that is asked for', async () => {
    expect(await ping({})).toBe('answers');
    expect(await ping({ DATABASE_SSL: 'require', DATABASE_SSL_CA: '' })).toBe('answers');
    expect(await ping({ DATABASE_SSL_CA: '' })).toMatch(/self-signed/i);
    expect(await ping({ DATABASE_SSL: 'disable' })).toMatch(/terminated|ECONNRESET|closed/i);
    expect(await ping({ DATABASE_CREDENTIALS: `dispatch_odd:${ODD}x` })).toMatch(/password authentication failed/);
  });
});

describe('SENTRY_DSN', () => {
  it('gets unexpected errors with route, request and incident, and nothing else of them', async () => {
    const reporter = await startSentry({ sentryDsn: sentry.dsn, env: 'test', tags: { region: 'north' } }, 'api', '1.2.3');
    const broken: Partial<ApiDeps> = { report: (error, tags) => reporter.capture(error, tags), db: new Proxy(api.deps.db, { get: (db, name) => (name === 'sequelize' ? fail() : Reflect.get(db, name)) }) };
    const fail = (): never => {
      throw new Error('The pool broke while "Nadia wrote this" was read by nadia@example.com');
    };
    const caller = await api.person('nadia');
    const status = await withConfig({}, async (url) => (await fetch(`${url}/api/v1/default/incidents/INC-7?q=secret`, { headers: { authorization: `Bearer ${caller.token}`, 'x-request-id': 'request-77' } })).status, broken);
    expect(status).toBe(500);
    const event = await sentry.event(/The pool broke/);
    await reporter.flush();
    expect(event).toMatchObject({ release: 'dispatch@1.2.3', environment: 'test', tags: { region: 'north', part: 'api', route: 'incidents.get', incident: 'INC-7', requestId: 'request-77' } });
    expect(sentry.sent()).not.toMatch(/nadia|Nadia|q=secret|Bearer/);
  });

  it('is told to the web, its tags only to people who are signed in, and the page may reach it', async () => {
    const change = { sentryDsn: sentry.dsn, tags: { region: 'north' } };
    const caller = await api.person('nadia');
    const [stranger, person, policy] = await withConfig(change, async (url) => {
      const asStranger = await fetch(`${url}/api/v1/monitoring`);
      const asPerson = await fetch(`${url}/api/v1/monitoring`, { headers: { authorization: `Bearer ${caller.token}` } });
      return [await asStranger.json(), await asPerson.json(), asStranger.headers.get('content-security-policy')];
    });
    expect(stranger).toEqual({ sentry: { dsn: sentry.dsn, release: 'dispatch@1.2.3', environment: 'test', tags: {} } });
    expect(person).toMatchObject({ sentry: { tags: { region: 'north' } } });
    expect(policy).toContain(`connect-src 'self' ${new URL(sentry.dsn).origin}`);
    expect(await withConfig({}, async (url) => (await fetch(`${url}/api/v1/monitoring`)).json())).toEqual({ sentry: null });
  });
});

describe('Updates to Temporal', () => {
  it('are timed by name and outcome', async () => {
    const told: unknown[] = [];
    const outcomes = [null, new DomainError('illegal-transition', 'no'), new DomainError('unavailable', 'away')];
    const gateway = { ...api.deps.commands, send: async () => Promise.reject(outcomes.shift() ?? new Error('gone')) };
    const measured = measuredGateway(gateway, { ...NO_METRICS, time: (name, _ms, tags) => void told.push([name, tags]) });
    for (let n = 0; n < 3; n += 1) await measured.send('i', { name: 'changeStage' } as never).catch(() => undefined);
    expect(told).toEqual([['failed', 0], ['refused', 0], ['failed', 0]].map(([outcome]) => ['temporal_update', { update: 'changeStage', outcome }]));
  });
});
