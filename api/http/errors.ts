import type { ErrorRequestHandler, RequestHandler } from 'express';
import { DomainError } from '../../domain/errors.ts';
import { TooManyTries } from '../auth/sign-in-guard.ts';
import type { ApiDeps } from '../deps.ts';
import { reasonOf } from '../reason.ts';
import { requestIdOf, sendProblem } from './problem.ts';
import { reachedIds } from './request-metrics.ts';

/** What Express and its parsers put on their errors. */
interface HttpError {
  status?: unknown;
  type?: unknown;
  message?: unknown;
  code?: unknown;
}

function fromHttpError(error: HttpError): DomainError | null {
  if (error.type === 'entity.too.large') return new DomainError('too-large', 'The body is larger than this route takes: at most 1 MB of JSON, or 25 MB for a file.');
  if (error.type === 'encoding.unsupported' || error.type === 'charset.unsupported') {
    return new DomainError('invalid-request', 'The body is sent in an encoding that is not understood: send UTF-8, plain or compressed with gzip, deflate or br.', [{ pointer: 'header:content-encoding', detail: 'is not supported' }]);
  }
  if (error.type === 'request.aborted' || error.type === 'request.size.invalid') return new DomainError('invalid-request', 'The body ended early or has a different length than Content-Length says.');
  if (typeof error.status === 'number' && error.status >= 400 && error.status < 500) {
    return new DomainError('invalid-request', 'The address or the headers of the request cannot be read: check the percent-encoding of the path.');
  }
  return null;
}

// SQLSTATE class 22 is "data exception": a value that no schema caught but the database cannot hold. It is the caller's input, not our fault.
function fromDatabase(error: unknown): DomainError | null {
  const parent: unknown = typeof error === 'object' && error !== null && 'parent' in error ? error.parent : error;
  const code: unknown = typeof parent === 'object' && parent !== null && 'code' in parent ? parent.code : undefined;
  if (typeof code !== 'string') return null;
  if (/^22\w{3}$/.test(code)) return new DomainError('invalid-request', 'A value in the request cannot be stored: it is out of range or holds characters that text cannot have.');
  if (/^(08\w{3}|57P0[123]|53300|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE)$/.test(code)) return unavailable();
  return null;
}

function unavailable(): DomainError {
  return new DomainError('unavailable', 'The database does not answer at the moment, so nothing was read or changed. Try again in a few seconds.');
}

/** Turns whatever was thrown into the error that the caller reads; null when it is our fault and only its id may be told. */
export function toDomainError(error: unknown): DomainError | null {
  if (error instanceof DomainError) return error;
  const name = error instanceof Error ? error.name : '';
  if (/^Sequelize(Connection|HostNot|Access|InvalidConn)/.test(name)) return unavailable();
  return fromDatabase(error) ?? (typeof error === 'object' && error !== null ? fromHttpError(error) : null);
}

/** The last handler: every error becomes a problem; what is our fault is logged whole and answered with its id only. */
export function errorHandler({ logger, report }: Pick<ApiDeps, 'logger' | 'report'>): ErrorRequestHandler {
  // Express tells error handlers from others by their four parameters.
  // oxlint-disable-next-line max-params
  return (error: unknown, request, response, _next) => {
    const known = toDomainError(error);
    if (known) {
      if (known instanceof TooManyTries) response.set('retry-after', String(known.retryAfter));
      if (known.code === 'unavailable') response.set('retry-after', '5');
      if (known.code === 'not-signed-in') response.set('www-authenticate', 'Bearer realm="dispatch"');
      if (known.code === 'unavailable') logger.warn({ reason: reasonOf(error), requestId: requestIdOf(request) }, 'a needed part does not answer');
      sendProblem(request, response, known);
      return;
    }
    const requestId = requestIdOf(request);
    report(error, { requestId, ...reachedIds(response) });
    logger.error({ err: error, requestId, method: request.method, path: request.path }, 'request failed');
    sendProblem(request, response, new DomainError('internal', `Nothing about it can be told here. Give an administrator the id ${requestId}: the log says more under it.`));
  };
}

/** Answers what no route matched below `/api`. */
export const notFound: RequestHandler = (request, response) => {
  sendProblem(request, response, new DomainError('not-found', `There is no route ${request.method} ${request.path.slice(0, 200)}. The reference at /api/v1/docs lists those that exist.`));
};
