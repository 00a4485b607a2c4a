import { resolve } from 'node:path';
import express, { type Express } from 'express';
import { createAuthenticator } from './auth/authenticator.ts';
import { createSignInGuard, signInLimit } from './auth/sign-in-guard.ts';
import { routes } from './contract/index.ts';
import type { ApiDeps } from './deps.ts';
import { referencePages } from './docs/page.ts';
import { healthChecks } from './health.ts';
import { errorHandler, notFound } from './http/errors.ts';
import { pairUp } from './http/handler.ts';
import { requestLog } from './http/log.ts';
import { mountRoutes } from './http/router.ts';
import { securityHeaders } from './http/security.ts';
import { staticWeb } from './http/static.ts';
import { createHandlers } from './resources/index.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** The whole HTTP side as an Express app: API, reference page, health, and the built web. */
export function createApp(deps: ApiDeps): Express {
  const { config, logger } = deps;
  const authenticator = createAuthenticator(config);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', config.server.trustedProxies.length > 0 ? config.server.trustedProxies : false);
  app.use(requestLog(logger));
  app.use(securityHeaders(config.server.uiUrl));
  app.use(healthChecks(deps));
  app.use(referencePages(deps.version));
  app.use(['/api/v1/session', '/api/v1/session/redeem'], signInLimit());
  app.use(mountRoutes(deps, authenticator, pairUp(routes, createHandlers({ authenticator, guard: createSignInGuard() }))));
  app.use('/api', notFound);
  app.use(staticWeb(resolve(ROOT, config.server.staticDir)));
  app.use(notFound);
  app.use(errorHandler(deps));
  return app;
}
