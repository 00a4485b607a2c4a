import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { SETTINGS } from '../../../config/schema.ts';
import { ROOT } from '../../../scripts/setup/paths.mjs';

interface Service {
  image?: string;
  build?: string;
  command?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  volumes?: string[];
}

const text = readFileSync(path.join(ROOT, 'docker-compose.yml'), 'utf8');
const { services, volumes } = parse(text, { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const ours = Object.entries(services).filter(([, service]) => service.build !== undefined);
const OWN_SETTINGS = Object.keys(SETTINGS);

describe('docker-compose.yml', () => {
  it('has every service', () => {
    expect(Object.keys(services).sort()).toEqual(
      [
        'api',
        'mailpit',
        'migrate',
        'postgres',
        'setup',
        'temporal',
        'temporal-namespace',
        'temporal-schema',
        'temporal-ui',
        'worker',
      ].sort(),
    );
  });
  it.each(ours)('%s runs a program that exists, as the right Node does', (_, { command = [] }) => {
    expect(command[0]).toBe('node');
    expect(existsSync(path.join(ROOT, command[1] ?? ''))).toBe(true);
  });
  it.each(ours)('%s sets only settings that there are', (_, { environment = {} }) => {
    expect(Object.keys(environment).filter((name) => !OWN_SETTINGS.includes(name))).toEqual([]);
    expect(environment['DATABASE_HOSTNAME']).toBe('postgres');
  });
  it.each(Object.entries(services))(
    '%s waits only for services that there are and can be waited for',
    (_, service) => {
      for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
        const other = services[name];
        expect(other).toBeDefined();
        if (condition === 'service_healthy') expect(other?.healthcheck).toBeDefined();
      }
    },
  );
  it('checks the health of what runs for long', () => {
    for (const name of ['postgres', 'temporal', 'api', 'worker'])
      expect(services[name]?.healthcheck?.test.length).toBeGreaterThan(1);
    expect(existsSync(path.join(ROOT, services['api']?.healthcheck?.test[2] ?? ''))).toBe(true);
  });
  it('passes on what says how it goes: tags, error reports and metrics, with the defaults of the settings', () => {
    const wanted = OWN_SETTINGS.filter((name) => /^(ENV_TAGS|SENTRY_DSN|METRIC_|(WORKER_|TEMPORAL_)?METRICS_|STATSD_)/.test(name));
    expect(wanted.length).toBeGreaterThan(8);
    for (const name of ['api', 'worker']) {
      const environment = services[name]?.environment ?? {};
      for (const key of wanted.filter((one) => one !== 'METRICS_HOST')) {
        const fallback = SETTINGS[key as keyof typeof SETTINGS].default;
        expect([key, environment[key]]).toEqual([key, `\${${key}:-${fallback}}`]);
      }
    }
  });
  it('asks for every secret and has a default for none', () => {
    const secrets = ['DATABASE_PASSWORD', 'DISPATCH_JWT_SECRET', 'DISPATCH_ENCRYPTION_KEY'];
    for (const name of secrets) {
      const uses = [...text.matchAll(new RegExp(`\\$\\{${name}([^}]*)\\}`, 'g'))].map(
        (match) => match[1] ?? '',
      );
      expect(uses.length).toBeGreaterThan(0);
      for (const use of uses) expect(use).toMatch(/^:\?set it to /);
    }
  });
  it('declares the volumes that it uses', () => {
    const used = Object.values(services).flatMap((service) => service.volumes ?? []);
    const named = used.map((volume) => volume.split(':')[0] ?? '').filter((name) => !name.startsWith('.'));
    expect(Object.keys(volumes).sort()).toEqual([...new Set(named)].sort());
    for (const local of used.filter((volume) => volume.startsWith('.'))) {
      expect(existsSync(path.join(ROOT, local.split(':')[0] ?? ''))).toBe(true);
    }
  });
});

describe('Dockerfile', () => {
  const dockerfile = readFileSync(path.join(ROOT, 'Dockerfile'), 'utf8');
  it('copies only what exists', () => {
    const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap((match) =>
      (match[1] ?? '').split(' '),
    );
    expect(sources.length).toBeGreaterThan(3);
    for (const source of sources) expect(existsSync(path.join(ROOT, source))).toBe(true);
  });
  it('runs as another user than root, and starts the API by default', () => {
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile.trim().split('\n').at(-1)).toBe('CMD ["node", "api/main.ts"]');
  });
});
