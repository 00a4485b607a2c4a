import type { RequestHandler } from 'express';
import { CSRF_HEADER } from '../auth/csrf.ts';

const CODEC_PATH = /^\/api\/v1\/[^/]+\/codec\/(encode|decode)\/?$/;

/**
 * Lets pages of Temporal's UI, and no other site's, call the codec with the session cookie of Dispatch: answers their preflight, and takes the
 * origin that the browser vouches for in place of the header that proves a call to come from our own pages.
 */
export function codecOrigin(temporalUiUrl: string | null): RequestHandler {
  const allowed = temporalUiUrl === null ? null : new URL(temporalUiUrl).origin;
  return (request, response, next) => {
    if (!CODEC_PATH.test(request.path)) return next();
    response.vary('origin');
    if (allowed === null || request.headers.origin !== allowed) return next();
    response.set({ 'access-control-allow-origin': allowed, 'access-control-allow-credentials': 'true', 'cross-origin-resource-policy': 'cross-origin' });
    if (request.method === 'OPTIONS') {
      response.set({ 'access-control-allow-methods': 'POST', 'access-control-allow-headers': 'content-type, authorization, x-namespace', 'access-control-max-age': '600' });
      response.status(204).end();
      return undefined;
    }
    delete request.headers.origin;
    request.headers[CSRF_HEADER] = '1';
    return next();
  };
}
