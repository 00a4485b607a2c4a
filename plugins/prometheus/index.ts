import type { AddressInfo } from 'node:net';
import { createServer, type RequestListener, type Server } from 'node:http';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { z } from 'zod';
import { type MetricProviderCapability, type Plugin, VendorError } from '../contract.ts';

const PrometheusSettings = z.object({ METRICS_PORT: z.coerce.number(), WORKER_METRICS_PORT: z.coerce.number() });
type PrometheusSettings = z.infer<typeof PrometheusSettings>;
type Description = Parameters<MetricProviderCapability['start']>[0]['metrics'][number];

const PREFIX = 'dispatch_';
/** Seconds; from a cached answer to an activity that waits for a vendor. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** METRIC_PROVIDERS=prometheus: answers `/metrics` on a port of its own, with the metrics of Node and of the process besides. */
export const prometheus: Plugin<PrometheusSettings> = {
  id: 'prometheus',
  name: 'Prometheus',
  description: 'Answers /metrics for Prometheus.',
  setup: 'Let Prometheus ask METRICS_PORT of each API and WORKER_METRICS_PORT of each worker.',
  settings: PrometheusSettings,
  secrets: [],
  capabilities: ['metricProvider'],
  connect: (settings) => ({ metricProvider: provider(settings) }),
  health: async () => ({ ok: true, detail: 'answers when it is asked' }),
};

interface Recorders {
  counters: Map<string, Counter>;
  gauges: Map<string, Gauge>;
  timers: Map<string, Histogram>;
}

function provider(settings: PrometheusSettings): MetricProviderCapability {
  const registry = new Registry();
  const recorders: Recorders = { counters: new Map(), gauges: new Map(), timers: new Map() };
  let server: Server | null = null;
  return {
    async start({ part, host, tags, metrics }) {
      registry.setDefaultLabels(labelsOf({ ...tags, part }, metrics));
      collectDefaultMetrics({ register: registry });
      for (const metric of metrics) register(registry, recorders, metric);
      server = createServer(answer(registry));
      const [port, setting] = part === 'worker' ? [settings.WORKER_METRICS_PORT, 'WORKER_METRICS_PORT'] : [settings.METRICS_PORT, 'METRICS_PORT'];
      return `http://${host.includes(':') ? `[${host}]` : host}:${await listen(server, { host, port, setting })}/metrics`;
    },
    gauge: (name, value, tags) => recorders.gauges.get(name)?.set(tags, value),
    counter: (name, value, tags) => recorders.counters.get(name)?.inc(tags, value),
    timer: (name, milliseconds, tags) => recorders.timers.get(name)?.observe(tags, milliseconds / 1000),
    async stop() {
      server?.closeAllConnections();
      await new Promise<void>((resolve) => (server === null ? resolve() : void server.close(() => resolve())));
      registry.clear();
    },
  };
}

/** Names as Prometheus wants them (https://prometheus.io/docs/practices/naming/): the unit and `_total` at the end. */
function register(registry: Registry, recorders: Recorders, { name, kind, help, tags }: Description): void {
  const shared = { help, labelNames: [...tags], registers: [registry] };
  if (kind === 'counter') recorders.counters.set(name, new Counter({ ...shared, name: `${PREFIX}${name}_total` }));
  else if (kind === 'gauge') recorders.gauges.set(name, unset(new Gauge({ ...shared, name: PREFIX + name })));
  else recorders.timers.set(name, new Histogram({ ...shared, name: `${PREFIX}${name}_duration_seconds`, buckets: BUCKETS }));
}

/** The package begins with 0; what a process never measures (the age of the costs in an API) should not be there at all. */
function unset(gauge: Gauge): Gauge {
  gauge.remove({});
  return gauge;
}

/** Tags as labels: other characters become `_`, and a tag that would hide a label of a metric begins with `tag_`. */
function labelsOf(tags: Record<string, string>, metrics: readonly Description[]): Record<string, string> {
  const taken = new Set([...metrics.flatMap((metric) => metric.tags), 'le']);
  return Object.fromEntries(
    Object.entries(tags).map(([tag, value]) => {
      const label = tag.replaceAll(/[^a-zA-Z0-9_]/g, '_');
      return [taken.has(label) ? `tag_${label}` : label, value];
    }),
  );
}

function answer(registry: Registry): RequestListener {
  return (request, response) => {
    const isAsked = (request.method === 'GET' || request.method === 'HEAD') && request.url?.split('?')[0] === '/metrics';
    if (!isAsked) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Only /metrics is here.\n');
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' }).end(request.method === 'HEAD' ? undefined : text),
      () => response.writeHead(500).end(),
    );
  };
}

function listen(server: Server, { host, port, setting }: { host: string; port: number; setting: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new VendorError('conflict', `port ${port} on ${host} cannot be used (${'code' in error ? String(error.code) : error.message}): set ${setting} to a free one`)));
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}
