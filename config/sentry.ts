import { onlyWhatHelps } from '../domain/error-report.ts';
import type { Config } from './config.ts';

/** Where unexpected errors go besides the log. */
export interface ErrorReporter {
  /** Reports one error; `tags` are ids and names of parts, never names or texts of people. */
  capture(error: unknown, tags?: Record<string, string>): void;
  /** Waits until everything is sent, two seconds at most. */
  flush(): Promise<void>;
}

/** The package's defaults collect nearly everything; an incident tool's requests, variables and queries are full of people. */
const NOTHING_PERSONAL = {
  userInfo: false,
  cookies: false,
  httpHeaders: false,
  httpBodies: [],
  urlQueryParams: false,
  databaseQueryData: false,
  queues: false,
  stackFrameVariables: false,
};

/**
 * Begins reporting to Sentry when `SENTRY_DSN` is set; without it every call does nothing. Reports carry release, environment, ENV_TAGS, the part and the ids
 * they are captured with; of the error its type, its scrubbed message and where it was thrown. Nothing else leaves: no request data, no persons, no texts.
 */
export async function startSentry(config: Pick<Config, 'sentryDsn' | 'env' | 'tags'>, part: string, version: string): Promise<ErrorReporter> {
  if (config.sentryDsn === null) return { capture: () => undefined, flush: async () => undefined };
  // loaded only when it is wanted: it costs memory and start-up time
  const sentry = await import('@sentry/node');
  // The package's own integrations watch requests, queries and modules, which nobody asked for.
  const integrations = [sentry.onUncaughtExceptionIntegration(), sentry.onUnhandledRejectionIntegration(), sentry.linkedErrorsIntegration(), sentry.nodeContextIntegration()];
  sentry.initWithoutDefaultIntegrations({
    dsn: config.sentryDsn,
    environment: config.env,
    release: releaseOf(version),
    dataCollection: NOTHING_PERSONAL,
    maxBreadcrumbs: 0,
    integrations,
    enableRuntimeChannelInjection: false,
    initialScope: { tags: { ...config.tags, part } },
    beforeSend: onlyWhatHelps,
  });
  return {
    capture: (error, tags = {}) => void sentry.captureException(error, { tags }),
    flush: async () => void (await sentry.flush(2000)),
  };
}

/** The name of a version at Sentry, the same for API, worker and web. */
export function releaseOf(version: string): string {
  return `dispatch@${version}`;
}
