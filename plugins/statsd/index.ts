import type { StatsD } from 'hot-shots';
import { z } from 'zod';
import type { MetricProviderCapability, Plugin } from '../contract.ts';

const StatsdSettings = z.object({ STATSD_HOST: z.string(), STATSD_PORT: z.coerce.number(), STATSD_PREFIX: z.string() });
type StatsdSettings = z.infer<typeof StatsdSettings>;

/** METRIC_PROVIDERS=statsd: sends every value over UDP, tags in DogStatsD's way (`|#tag:value`), which Datadog, Telegraf and Vector read. Lost packets are lost. */
export const statsd: Plugin<StatsdSettings> = {
  id: 'statsd',
  name: 'StatsD',
  description: 'Sends metrics to a StatsD server.',
  setup: 'Set STATSD_HOST and STATSD_PORT.',
  settings: StatsdSettings,
  secrets: [],
  capabilities: ['metricProvider'],
  connect: (settings) => ({ metricProvider: provider(settings) }),
  health: async () => ({ ok: true, detail: 'takes no answers' }),
};

function provider(settings: StatsdSettings): MetricProviderCapability {
  let client: StatsD | null = null;
  return {
    async start({ part, tags }) {
      // loaded only when it is wanted
      const { StatsD } = await import('hot-shots');
      client = new StatsD({
        host: settings.STATSD_HOST,
        port: settings.STATSD_PORT,
        prefix: settings.STATSD_PREFIX,
        globalTags: { ...tags, part },
        cacheDns: true,
        // Metrics are not worth an error in the log for every packet that does not arrive.
        errorHandler: () => undefined,
      });
      return null;
    },
    gauge: (name, value, tags) => client?.gauge(name, value, tags),
    counter: (name, value, tags) => client?.increment(name, value, tags),
    timer: (name, milliseconds, tags) => client?.timing(name, milliseconds, tags),
    stop: () => new Promise((resolve) => (client === null ? resolve() : client.close(() => resolve()))),
  };
}
