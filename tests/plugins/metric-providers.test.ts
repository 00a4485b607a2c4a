import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../../config/logger.ts';
import { openConfig } from '../../config/load.ts';
import { METRICS } from '../../config/metrics-catalogue.ts';
import { startMetrics, type MetricProvider, type Metrics } from '../../config/metrics.ts';
import { VendorError } from '../../plugins/contract.ts';
import { measured, type MeasuredCall } from '../../plugins/measured.ts';
import { processProviders } from '../../plugins/process.ts';

const logger = createLogger({ logLevel: 'silent' }, 'test');
const BARE = { DISPATCH_AUTHENTICATION_PROVIDER_SLUG: '', METRICS_PORT: '0', WORKER_METRICS_PORT: '0', ENV_TAGS: 'region:REGION_OF_TEST,route:REGION_OF_TEST', REGION_OF_TEST: 'north' };

/** Starts the providers that METRIC_PROVIDERS names; answers where prometheus can be asked. */
async function start(env: Record<string, string>, part = 'api'): Promise<{ metrics: Metrics; addresses: (string | null)[] }> {
  const { config, metricProviders } = await openConfig(processProviders, { env: { ...BARE, ...env }, envFile: null });
  const addresses: (string | null)[] = [];
  const watched = new Map([...metricProviders].map(([id, provider]): [string, MetricProvider] => [id, { ...provider, start: async (about) => addresses[addresses.push(await provider.start(about)) - 1] ?? null }]));
  const metrics = await startMetrics(watched, { part, version: '1.2.3', host: config.metrics.host, tags: config.tags, logger });
  return { metrics, addresses };
}

describe('prometheus', () => {
  it('answers /metrics on a port of its own, with the tags of the installation', async () => {
    const { metrics, addresses } = await start({ METRIC_PROVIDERS: 'prometheus' });
    try {
      metrics.time('http_request', 30, { route: 'incidents.list', method: 'GET', status: '200' });
      metrics.gauge('live_streams', 3, {});
      metrics.count('errors', { where: 'other' });
      const url = addresses[0] ?? '';
      const text = await (await fetch(url)).text();
      expect(text).toContain('# HELP dispatch_http_request_duration_seconds Requests to the API by route');
      expect(text).toMatch(/dispatch_http_request_duration_seconds_bucket\{le="0.05",(?=[^}]*route="incidents.list")(?=[^}]*region="north")(?=[^}]*tag_route="north")(?=[^}]*part="api")[^}]*\} 1/);
      expect(text).toMatch(/dispatch_live_streams\{[^}]*\} 3/);
      expect(text).toMatch(/dispatch_errors_total\{where="other",[^}]*\} 1/);
      expect(text).not.toContain('dispatch_cost_age_seconds{');
      expect(text).toContain('process_resident_memory_bytes');
      expect((await fetch(url.replace('/metrics', '/'))).status).toBe(404);
      expect((await fetch(url, { method: 'POST' })).status).toBe(404);
    } finally {
      await metrics.stop();
    }
    await expect(fetch(addresses[0] ?? '')).rejects.toThrow();
  });

  it('names every metric of the catalogue well', async () => {
    const { metrics, addresses } = await start({ METRIC_PROVIDERS: 'prometheus' }, 'worker');
    const text = await (await fetch(addresses[0] ?? '')).text();
    await metrics.stop();
    for (const { name } of METRICS) expect(text).toContain(`# TYPE dispatch_${name}`);
  });

  it('says which setting moves it when its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(start({ METRIC_PROVIDERS: 'prometheus', METRICS_PORT: String(port) })).rejects.toThrow(`port ${port} on 127.0.0.1 cannot be used (EADDRINUSE): set METRICS_PORT to a free one`);
    other.close();
  });
});

describe('statsd', () => {
  it('gets each value with its tags in a packet', async () => {
    const server = createSocket('udp4');
    const packets: string[] = [];
    const arrived = new Promise<void>((resolve) => server.on('message', (packet) => (packets.push(packet.toString()) === 2 ? resolve() : undefined)));
    await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
    const { metrics } = await start({ METRIC_PROVIDERS: 'statsd', STATSD_HOST: '127.0.0.1', STATSD_PORT: String(server.address().port), STATSD_PREFIX: 'ours.' });
    metrics.time('activity', 250, { activity: 'createTicket', outcome: 'done' });
    metrics.gauge('incidents', 4, { stage: 'active' });
    await arrived;
    await metrics.stop();
    server.close();
    expect(packets[0]).toMatch(/^ours\.activity:250\|ms\|#(?=.*activity:createTicket)(?=.*outcome:done)(?=.*region:north)(?=.*part:api)/);
    expect(packets[1]).toMatch(/^ours\.incidents:4\|g\|#.*stage:active/);
  });
});

describe('a provider that fails', () => {
  it('harms nobody', async () => {
    const broken = () => {
      throw new Error('broken');
    };
    const metrics = await startMetrics(new Map([['x', { start: async () => null, gauge: broken, counter: broken, timer: broken, stop: () => Promise.reject(new Error('broken')) }]]), { part: 'api', version: '1', host: '', tags: {}, logger });
    metrics.count('errors', { where: 'other' });
    metrics.gauge('live_streams', 1, {});
    await metrics.stop();
  });
});

describe('calls of plugins', () => {
  it('are told of with their outcome, and work as before', async () => {
    const calls: MeasuredCall[] = [];
    class Ticket {
      #prefix = 'T-';
      async create(number: number) {
        if (number < 0) throw new VendorError('rate-limited', 'slow down', 1000);
        return this.#prefix + String(number);
      }
      link() {
        return `x/${this.#prefix}`;
      }
    }
    const { ticket } = measured({ ticket: new Ticket() } as never, 'jira', (call) => calls.push(call)) as unknown as { ticket: Ticket & { missing?: () => void } };
    expect(await ticket.create(1)).toBe('T-1');
    expect(ticket.link()).toBe('x/T-');
    expect(ticket.missing).toBeUndefined();
    await expect(ticket.create(-1)).rejects.toMatchObject({ kind: 'rate-limited' });
    expect(calls.map(({ pluginId, capability, outcome }) => [pluginId, capability, outcome])).toEqual([['jira', 'ticket', 'done'], ['jira', 'ticket', 'rate-limited']]);
  });
});
