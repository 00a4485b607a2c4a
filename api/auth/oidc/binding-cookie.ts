import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';
import type { Config } from '../../../config/config.ts';
import { isBinding } from './nonce.ts';

const NAME = 'dispatch_sign_in';
const PATH = '/api/v1/session/oidc';
const MINUTES = 15;

/** The binding that this browser keeps for sign-ins; null when it has none, or something else under its name. */
export function readBinding(request: Pick<Request, 'headers'>): string | null {
  const header = request.headers.cookie;
  const text = header === undefined ? null : (parseCookie(header)[NAME] ?? null);
  return isBinding(text) ? text : null;
}

/** Lets this browser keep the binding for 15 minutes; scripts cannot read it, and only the routes of the sign-in get it. */
export function keepBinding(config: Pick<Config, 'server'>, response: Response, binding: string): void {
  response.append('set-cookie', stringifySetCookie({ name: NAME, value: binding, maxAge: MINUTES * 60, httpOnly: true, sameSite: 'lax', secure: config.server.uiUrl.startsWith('https:'), path: PATH }));
}
