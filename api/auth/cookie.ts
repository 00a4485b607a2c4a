import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';
import type { Config } from '../../config/config.ts';

/** Name of the session cookie. */
export const SESSION_COOKIE = 'dispatch_session';

const attributes = (config: Config) => ({ httpOnly: true, sameSite: 'lax', secure: config.server.uiUrl.startsWith('https:'), path: '/' }) as const;

/** The session token in a request's cookies, or null. */
export function readSessionCookie(request: Pick<Request, 'headers'>): string | null {
  const header = request.headers.cookie;
  return header === undefined ? null : (parseCookie(header)[SESSION_COOKIE] ?? null);
}

/** Sets the session cookie until `expiresAt` (ms since 1970); scripts cannot read it, and it is sent by https only where the product is. */
export function setSessionCookie(config: Config, response: Response, session: { token: string; expiresAt: number }): void {
  response.append('set-cookie', stringifySetCookie({ name: SESSION_COOKIE, value: session.token, expires: new Date(session.expiresAt), ...attributes(config) }));
}

/** Removes the session cookie. */
export function clearSessionCookie(config: Config, response: Response): void {
  response.append('set-cookie', stringifySetCookie({ name: SESSION_COOKIE, value: '', expires: new Date(0), maxAge: 0, ...attributes(config) }));
}
