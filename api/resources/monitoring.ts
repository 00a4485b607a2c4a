import { releaseOf } from '../../config/sentry.ts';
import type { routes } from '../contract/index.ts';
import type { Handlers } from '../http/handler.ts';

/** Tells the web where to report errors. A DSN is made to be public; the tags say something about the installation, so strangers do not get them. */
export const monitoring: Handlers<typeof routes>['monitoring'] = {
  async get({ deps: { config, version }, identity }) {
    if (config.sentryDsn === null) return { sentry: null };
    return { sentry: { dsn: config.sentryDsn, release: releaseOf(version), environment: config.env, tags: identity === null ? {} : config.tags } };
  },
};
