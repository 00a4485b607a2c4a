import type { Request, RequestHandler, Response } from 'express';
import type { Metrics } from '../../config/metrics.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Keeps which route of the contract a request reached, and the incident it asks for, until its answer is counted or its error is reported. */
export function reached({ params }: Request, response: Response, route: { id: string; produces: string | null }): void {
  const { incident } = params;
  response.locals['reached'] = { route: route.id, isStream: route.produces === 'text/event-stream', incident: typeof incident === 'string' && /^[\w-]{1,64}$/.test(incident) ? incident : null };
}

/** Ids of what a request reached, for the report of an error. The path itself may hold what people typed. */
export function reachedIds(response: Response): Record<string, string> {
  const found = whatWasReached(response);
  if (found === null) return {};
  return { route: found.route, ...(found.incident === null ? {} : { incident: found.incident }) };
}

function whatWasReached(response: Response): { route: string; isStream: boolean; incident: string | null } | null {
  const found: unknown = response.locals['reached'];
  return typeof found === 'object' && found !== null ? (found as { route: string; isStream: boolean; incident: string | null }) : null;
}

/**
 * Measures every request: how long until its answer was sent, or until the caller went away (status `aborted`). What is no route of the contract counts as
 * `other`; streams are not counted, because they last as long as people look.
 */
export function requestMetrics(metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const since = performance.now();
    response.once('close', () => {
      const found = whatWasReached(response);
      if (found?.isStream === true) return;
      const status = response.writableFinished ? String(response.statusCode) : 'aborted';
      metrics.time('http_request', performance.now() - since, { route: found?.route ?? 'other', method: METHODS.has(request.method) ? request.method : 'other', status });
    });
    next();
  };
}
