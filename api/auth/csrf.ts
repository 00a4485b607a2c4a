import type { Request } from 'express';
import { DomainError } from '../../domain/errors.ts';
import type { Identity } from './identity.ts';

/** Header that pages of other sites cannot send without our consent; required on writes that a cookie vouches for. */
export const CSRF_HEADER = 'x-dispatch-csrf';

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}

// The page's own origin: what is configured, or the host that the request itself was sent to.
function isOwnOrigin(request: Pick<Request, 'headers'>, origin: string, uiUrl: string): boolean {
  const parsed = originOf(origin);
  if (parsed === null || parsed === 'null') return false;
  return parsed === originOf(uiUrl) || new URL(parsed).host === request.headers.host;
}

/** Refuses a write that a page of another site may have caused: foreign `Origin`s always, and cookie sessions without the header. Bearer calls are exempt, because browsers never add a token by themselves. */
export function checkForgery(request: Pick<Request, 'headers' | 'method'>, identity: Identity | null, uiUrl: string): void {
  if (request.method === 'GET' || request.method === 'HEAD' || identity?.via === 'bearer' || identity?.via === 'api-token') return;
  const { origin } = request.headers;
  if (typeof origin === 'string' && !isOwnOrigin(request, origin, uiUrl)) {
    throw new DomainError('forbidden', `Writes from pages of ${origin.slice(0, 200)} are refused. If that is where the product is reached, set DISPATCH_UI_URL to it.`, [{ pointer: 'header:origin', detail: 'is not the product’s own address' }]);
  }
  // A proxy adds who somebody is to whatever their browser sends, so its word is as easily misused as a cookie.
  if ((identity?.via === 'cookie' || identity?.via === 'proxy') && request.headers[CSRF_HEADER] === undefined) {
    throw new DomainError('forbidden', `A write with a ${identity.via === 'cookie' ? 'session cookie' : 'sign-in by a proxy'} needs the header ${CSRF_HEADER}: 1, so that no other site can send it.`, [{ pointer: `header:${CSRF_HEADER}`, detail: 'is missing' }]);
  }
}
