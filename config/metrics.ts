import type { Logger } from 'pino';
import { METRICS, type CounterName, type GaugeName, type MetricDescription, type TagsOf, type TimerName } from './metrics-catalogue.ts';

/** What is told to a provider when it begins. */
export interface MetricsStart {
  /** `api` or `worker`. */
  part: string;
  version: string;
  /** Address that a provider with a port of its own listens on. */
  host: string;
  /** Of ENV_TAGS; they belong to every value. */
  tags: Record<string, string>;
  /** Every metric there is; values carry exactly the tags that are described here. */
  metrics: readonly MetricDescription[];
}
/** Where metrics go; a plugin's capability `metricProvider` is one. */
export interface MetricProvider {
  /** Called once, before the first value. Rejects when it cannot begin; answers where it can be asked, null when nowhere. */
  start(about: MetricsStart): Promise<string | null>;
  gauge(name: string, value: number, tags: Record<string, string>): void;
  counter(name: string, value: number, tags: Record<string, string>): void;
  timer(name: string, milliseconds: number, tags: Record<string, string>): void;
  stop(): Promise<void>;
}

/** The way for the parts of a process to say how it goes. Nothing of it throws or waits. */
export interface Metrics {
  /** Adds one to a counter. */
  count<N extends CounterName>(name: N, tags: TagsOf<N>): void;
  /** How long something took, in milliseconds. */
  time<N extends TimerName>(name: N, milliseconds: number, tags: TagsOf<N>): void;
  /** How much there is now. */
  gauge<N extends GaugeName>(name: N, value: number, tags: TagsOf<N>): void;
  /** Calls this now and every `seconds`, to say how much there is; does nothing when nobody gets metrics. */
  sample(seconds: number, read: () => Promise<void> | void): void;
  stop(): Promise<void>;
}

/** Metrics that nobody gets. */
export const NO_METRICS: Metrics = { count: () => undefined, time: () => undefined, gauge: () => undefined, sample: () => undefined, stop: async () => undefined };

/** What {@link startMetrics} needs besides the providers. */
export interface MetricsOptions extends Omit<MetricsStart, 'metrics'> {
  logger: Logger;
}

/** Begins with these providers; rejects when one of them cannot begin. A provider that fails later is complained about once and never harms the work. */
export async function startMetrics(providers: ReadonlyMap<string, MetricProvider>, { logger, ...about }: MetricsOptions): Promise<Metrics> {
  if (providers.size === 0) return NO_METRICS;
  for (const [id, provider] of providers) {
    const address = await provider.start({ ...about, metrics: METRICS });
    logger.info({ provider: id, address }, 'metrics are provided');
  }
  const complained = new Set<string>();
  const each = (tell: (provider: MetricProvider) => void): void => {
    for (const [id, provider] of providers) {
      try {
        tell(provider);
      } catch (error) {
        if (!complained.has(id)) logger.warn({ err: error, provider: id }, 'a metric was not taken; further ones are not complained about');
        complained.add(id);
      }
    }
  };
  const timers: NodeJS.Timeout[] = [];
  return {
    count: (name, tags) => each((p) => p.counter(name, 1, tags)),
    time: (name, milliseconds, tags) => each((p) => p.timer(name, milliseconds, tags)),
    gauge: (name, value, tags) => each((p) => p.gauge(name, value, tags)),
    sample: (seconds, read) => void timers.push(sampler(seconds, read, logger)),
    async stop() {
      for (const timer of timers) clearInterval(timer);
      for (const provider of providers.values()) await provider.stop().catch((error: unknown) => logger.warn({ err: error }, 'a metric provider did not stop'));
    },
  };
}

/** One reading at a time: a slow database is not asked again before it answered. */
function sampler(seconds: number, read: () => Promise<void> | void, logger: Logger): NodeJS.Timeout {
  let isReading = false;
  const once = async (): Promise<void> => {
    if (isReading) return;
    isReading = true;
    try {
      await read();
    } catch (error) {
      logger.debug({ err: error }, 'a metric could not be read');
    } finally {
      isReading = false;
    }
  };
  void once();
  const timer = setInterval(() => void once(), seconds * 1000);
  timer.unref();
  return timer;
}
