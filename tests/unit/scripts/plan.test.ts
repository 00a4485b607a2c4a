import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { layered } from '../../../scripts/environment.ts';
import { generateSecrets } from '../../../scripts/parts/secrets.ts';
import { ROOT } from '../../../scripts/setup/paths.mjs';
import { parseStartArguments } from '../../../scripts/start/arguments.ts';
import { effectiveSettings, planStart, wantedPorts } from '../../../scripts/start/plan.ts';

const given = (values: Record<string, string>) => layered([{ origin: 'environment', values }]);
const plan = (values: Record<string, string>, ...argv: string[]) =>
  planStart(given(values), parseStartArguments(argv));
const settings = (values: Record<string, string>, ...argv: string[]) =>
  effectiveSettings(given(values), plan(values, ...argv), generateSecrets());

describe('layers of settings', () => {
  it('takes the first source that has a setting, an empty one too, and remembers which', () => {
    const { values, origins } = layered([
      { origin: 'environment', values: { A: '1', B: '' } },
      { origin: '.env', values: { A: '2', B: '2', C: '2' } },
    ]);
    expect(values).toEqual({ A: '1', B: '', C: '2' });
    expect(origins).toEqual({ A: 'environment', B: 'environment', C: '.env' });
  });
});

describe('the arguments of start', () => {
  it('reads them', () => {
    expect(parseStartArguments(['--demo', '--port', '8080', '--data', '/srv/dispatch', '--verbose'])).toEqual(
      {
        demo: true,
        verbose: true,
        help: false,
        port: 8080,
        data: '/srv/dispatch',
      },
    );
  });
  it.each([[['--port', '0']], [['--port', '70000']], [['--port', 'http']], [['--prot', '80']], [['demo']]])(
    'refuses %j',
    (argv) => {
      expect(() => parseStartArguments(argv)).toThrow(expect.objectContaining({ exitCode: 2 }));
    },
  );
});

describe('the plan of a start', () => {
  it('embeds both with fixed ports when nothing is set', () => {
    expect(plan({})).toMatchObject({
      dataFolder: path.join(ROOT, '.data'),
      port: 8000,
      postgres: { port: 54329 },
      temporal: { port: 7233, uiPort: 8233, namespace: 'default', codecEndpoint: null },
      appUrl: 'http://localhost:8000',
    });
    expect(wantedPorts(plan({})).map(({ port }) => port)).toEqual([8000, 8001, 7233, 8233, 54329]);
  });
  it('lets Temporal’s UI read encrypted payloads through the codec endpoint', () => {
    expect(plan({ TEMPORAL_PAYLOAD_KEY: 'k' }, '--port', '9100').temporal?.codecEndpoint).toBe('http://localhost:9100/api/v1/default/codec');
  });
  it('embeds neither that is named', () => {
    const elsewhere = plan({
      DATABASE_HOSTNAME: 'db.example.com',
      TEMPORAL_ADDRESS: 'temporal.example.com:7233',
    });
    expect(elsewhere.postgres).toBeNull();
    expect(elsewhere.temporal).toBeNull();
    expect(wantedPorts(elsewhere).map(({ setting }) => setting)).toEqual(['PORT', 'WORKER_HEALTH_PORT']);
  });
  it('moves what it is told to move', () => {
    const moved = plan(
      { PORT: '9000', EMBEDDED_TEMPORAL_UI_PORT: '9233', EMBEDDED_POSTGRES_PORT: '5555' },
      '--port',
      '9100',
    );
    expect(moved).toMatchObject({ port: 9100, temporal: { uiPort: 9233 }, postgres: { port: 5555 } });
    expect(plan({ EMBEDDED_TEMPORAL_PORT: 'x', PORT: '0' })).toMatchObject({ port: 8000, temporal: { port: 7233 } });
  });
  it('needs ports for prometheus when it gets metrics', () => {
    const names = (values: Record<string, string>) => wantedPorts(plan(values)).map(({ setting, port }) => `${setting} ${port}`);
    const metrics = names({ METRIC_PROVIDERS: 'statsd, prometheus', METRICS_PORT: '9000', TEMPORAL_METRICS_PORT: '' });
    expect(metrics).toEqual(expect.arrayContaining(['METRICS_PORT 9000', 'WORKER_METRICS_PORT 9465']));
    expect(metrics.join()).not.toContain('TEMPORAL_METRICS_PORT');
    expect(names({ METRIC_PROVIDERS: 'statsd' }).join()).not.toContain('METRICS_PORT');
  });
});

describe('the settings that the processes get', () => {
  it('point to the embedded parts, with generated secrets', () => {
    const { values, origins } = settings({});
    expect(values).toMatchObject({
      DATABASE_HOSTNAME: '127.0.0.1',
      DATABASE_PORT: '54329',
      TEMPORAL_ADDRESS: '127.0.0.1:7233',
    });
    expect(values['DATABASE_CREDENTIALS']).toMatch(/^dispatch:[\w-]{32}$/);
    expect(origins).toMatchObject({ DATABASE_HOSTNAME: 'embedded', DISPATCH_JWT_SECRET: 'generated' });
  });
  it('keep what was given', () => {
    const own = {
      DISPATCH_JWT_SECRET: 'mine',
      DISPATCH_UI_URL: 'https://dispatch.example.com/',
      LOG_LEVEL: 'ERROR',
    };
    expect(settings(own).values).toMatchObject(own);
    expect(settings(own).origins['DISPATCH_JWT_SECRET']).toBe('environment');
  });
  it('take an empty secret or address for one that is not set', () => {
    const { values } = settings({ DISPATCH_JWT_SECRET: '', DATABASE_HOSTNAME: '', TEMPORAL_ADDRESS: '' });
    expect(values['DISPATCH_JWT_SECRET']).toHaveLength(64);
    expect(values['DATABASE_HOSTNAME']).toBe('127.0.0.1');
    expect(values['TEMPORAL_ADDRESS']).toBe('127.0.0.1:7233');
  });
  it('keep an empty authentication provider, which means that authentication is off', () => {
    expect(
      settings({ DISPATCH_AUTHENTICATION_PROVIDER_SLUG: '' }).values['DISPATCH_AUTHENTICATION_PROVIDER_SLUG'],
    ).toBe('');
  });
  it('do not mix half a connection elsewhere with an embedded part', () => {
    const { values } = settings({
      DATABASE_CREDENTIALS: 'me:secret',
      DATABASE_PORT: '1',
      TEMPORAL_API_KEY: 'key',
      TEMPORAL_TLS: 'true',
    });
    expect(values).toMatchObject({ DATABASE_PORT: '54329', TEMPORAL_API_KEY: '', TEMPORAL_TLS: 'false' });
    expect(values['DATABASE_CREDENTIALS']).not.toContain('secret');
  });
  it('do not touch a database or server elsewhere', () => {
    const own = {
      DATABASE_HOSTNAME: 'db',
      DATABASE_CREDENTIALS: 'me:secret',
      TEMPORAL_ADDRESS: 't:7233',
      TEMPORAL_API_KEY: 'key',
    };
    expect(settings(own).values).toMatchObject(own);
  });
  it('say more with --verbose, unless a level was given', () => {
    expect(settings({}).values['LOG_LEVEL']).toBeUndefined();
    expect(settings({}, '--verbose').values['LOG_LEVEL']).toBe('INFO');
    expect(settings({ LOG_LEVEL: 'ERROR' }, '--verbose').values['LOG_LEVEL']).toBe('ERROR');
  });
  it('let --port outdo PORT', () => {
    const { values, origins } = settings({ PORT: '9000' }, '--port', '9100');
    expect(values['PORT']).toBe('9100');
    expect(origins['PORT']).toBe('option');
  });
});
