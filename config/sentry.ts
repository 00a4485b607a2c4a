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

/** Begins reporting to Sentry when `SENTRY_DSN` is set; without it every call does nothing. No request data, no personal data, no breadcrumbs of texts. */
export async function startSentry(config: Pick<Config, 'sentryDsn' | 'env'>, part: string, version: string): Promise<ErrorReporter> {
  if (config.sentryDsn === null) return { capture: () => undefined, flush: async () => undefined };
  // loaded only when it is wanted: it costs memory and start-up time
  const sentry = await import('@sentry/node');
  sentry.init({
    dsn: config.sentryDsn,
    environment: config.env,
    release: `dispatch@${version}`,
    dataCollection: NOTHING_PERSONAL,
    maxBreadcrumbs: 0,
    initialScope: { tags: { part } },
    beforeSend: ({ request: _request, user: _user, server_name: _server, ...event }) => event,
  });
  return {
    capture: (error, tags = {}) => void sentry.captureException(error, { tags }),
    flush: async () => void (await sentry.flush(2000)),
  };
}
