import { resolve } from 'node:path';
import express, { type Express } from 'express';
import { createAuthenticator } from './auth/authenticator.ts';
import { providerPagePolicy } from './auth/oidc/page-policy.ts';
import { createSignInGuard, signInLimit } from './auth/sign-in-guard.ts';
import { routes } from './contract/index.ts';
import type { ApiDeps } from './deps.ts';
import { referencePages } from './docs/page.ts';
import { healthChecks } from './health.ts';
import { codecOrigin } from './http/codec-origin.ts';
import { errorHandler, notFound } from './http/errors.ts';
import { requestMetrics } from './http/request-metrics.ts';
import { requestLimits } from './http/limits.ts';
import { pairUp } from './http/handler.ts';
import { requestLog } from './http/log.ts';
import { mountRoutes } from './http/router.ts';
import { securityHeaders } from './http/security.ts';
import { staticWeb } from './http/static.ts';
import { createInteractions } from './interactions/index.ts';
import { createHandlers } from './resources/index.ts';
import type { InboundQueue } from './webhooks/queue.ts';
import { vendorRequests } from './webhooks/router.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** The whole HTTP side as an Express app: API, requests of vendors, reference page, health, and the built web. */
export function createApp(deps: ApiDeps, inbound: InboundQueue): Express {
  const { config, logger } = deps;
  const authenticator = createAuthenticator(deps);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', config.server.trustedProxies.length > 0 ? config.server.trustedProxies : false);
  app.use(requestLog(logger));
  app.use(requestMetrics(deps.metrics));
  app.use(securityHeaders(config.server.uiUrl, config.sentryDsn === null ? [] : [new URL(config.sentryDsn).origin]));
  app.use(providerPagePolicy(deps));
  app.use(healthChecks(deps));
  app.use(codecOrigin(config.temporal.uiUrl));
  // Before the limits: a busy workspace sends more than any person, and proves who it is.
  app.use(vendorRequests(deps, inbound, createInteractions(deps)));
  app.use('/api', ...requestLimits(config.limits), (_request, _response, next) => next());
  app.use(referencePages(deps.version));
  app.use(['/api/v1/session', '/api/v1/registrations'], signInLimit());
  app.use(mountRoutes(deps, authenticator, pairUp(routes, createHandlers({ authenticator, guard: createSignInGuard(deps.db) }))));
  app.use('/api', notFound);
  if (config.server.staticDir !== '') app.use(staticWeb(resolve(ROOT, config.server.staticDir)));
  app.use(notFound);
  app.use(errorHandler(deps));
  return app;
}
