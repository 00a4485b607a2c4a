import { Runtime, type MetricsExporterConfig, type Logger as TemporalLogger, type LogLevel } from '@temporalio/worker';
import { incidentIdOf } from '../workflows/ids.ts';
import type { Config } from '../config/load.ts';
import type { Logger } from '../config/logger.ts';

type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error';
const LEVELS: Record<LogLevel, Level> = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' };

/** Lines of the SDK that say nothing new: ours about a failed activity says more, and the second Worker has no workflows on purpose. */
const EXPECTED = ['Activity failed', 'No workflows registered'];

/** Sends what Temporal's SDK and its native core say to our logger, and keeps them from handling signals: `main.ts` does. Once per process. */
export function installRuntime(logger: Logger, { metrics, tags }: Pick<Config, 'metrics' | 'tags'>): void {
  Runtime.install({
    logger: temporalLogger(logger),
    telemetryOptions: { logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} }, ...sdkMetrics(metrics, tags) },
    shutdownSignals: [],
  });
}

/** The SDK's own metrics (https://docs.temporal.io/references/sdk-metrics) for prometheus; it can answer on a port of its own only. */
function sdkMetrics({ providers, host, temporalPort }: Config['metrics'], tags: Record<string, string>): { metrics?: MetricsExporterConfig } {
  if (temporalPort === null || !providers.includes('prometheus')) return {};
  const bindAddress = `${host.includes(':') ? `[${host}]` : host}:${temporalPort}`;
  return { metrics: { prometheus: { bindAddress, countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true }, globalTags: tags } };
}

/** Our logger as Temporal's SDK wants one. */
export function temporalLogger(logger: Logger): TemporalLogger {
  const log = (level: LogLevel, message: string, meta: Record<string | symbol, unknown> = {}): void => {
    if (EXPECTED.some((known) => message.startsWith(known))) return;
    // Starting and stopping of pollers is the SDK's inner life.
    const quieter = level === 'INFO' && meta['sdkComponent'] !== 'workflow' && meta['sdkComponent'] !== 'activity';
    logger[quieter ? 'debug' : LEVELS[level]](facts(meta), message);
  };
  return {
    log,
    trace: (message, meta) => log('TRACE', message, meta),
    debug: (message, meta) => log('DEBUG', message, meta),
    info: (message, meta) => log('INFO', message, meta),
    warn: (message, meta) => log('WARN', message, meta),
    error: (message, meta) => log('ERROR', message, meta),
  };
}

function facts(meta: Record<string | symbol, unknown>): Record<string, unknown> {
  const { error, workflowId, ...rest } = meta;
  const incidentId = typeof workflowId === 'string' ? incidentIdOf(workflowId) : null;
  return { ...rest, ...(workflowId === undefined ? {} : { workflowId }), ...(incidentId === null ? {} : { incidentId }), ...(error === undefined ? {} : { err: error }) };
}
