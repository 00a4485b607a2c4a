import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { pinoHttp, type HttpLogger } from 'pino-http';

const GIVEN = /^[\w.-]{8,100}$/;

/** The id that a request keeps through logs and answers: the caller's own `X-Request-Id` when it is a plain one, else a new one. */
export function requestId(request: IncomingMessage, response: ServerResponse): string {
  const given = request.headers['x-request-id'];
  const id = typeof given === 'string' && GIVEN.test(given) ? given : randomUUID();
  response.setHeader('x-request-id', id);
  return id;
}

function levelOf(response: ServerResponse, error: Error | undefined): 'error' | 'warn' | 'debug' {
  if (error || response.statusCode >= 500) return 'error';
  return response.statusCode === 429 ? 'warn' : 'debug';
}

/** One log line a request, without query, headers or body, since those may hold what must not be logged. Health checks are not logged. */
export function requestLog(logger: Logger): HttpLogger {
  return pinoHttp({
    logger,
    genReqId: requestId,
    quietReqLogger: true,
    customAttributeKeys: { reqId: 'requestId', responseTime: 'milliseconds' },
    customLogLevel: (_request, response, error) => levelOf(response, error),
    serializers: {
      req: (request: { method: string; url: string }) => ({ method: request.method, path: request.url.split('?')[0] }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
    autoLogging: { ignore: (request) => request.url === '/healthz' || request.url === '/readyz' },
  });
}
