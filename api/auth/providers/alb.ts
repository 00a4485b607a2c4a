import { verify } from 'node:crypto';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import type { AuthSettings } from '../../../config/config.ts';
import { reasonOf } from '../../reason.ts';
import { emailOf, nameOf, type Claims } from '../claims.ts';
import type { Fetch } from '../fetch-text.ts';
import { notBelieved } from '../refuse.ts';
import type { Identify } from '../strategies.ts';
import { createBalancerKeys, type BalancerKeys } from './alb-keys.ts';
import { valuesOf, vouchedByProxy } from './header.ts';

// Header in which an AWS load balancer sends the claims of the person, signed; docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
const BALANCER_HEADER = 'x-amzn-oidc-data';

const LEEWAY_MS = 30_000;
const LONGEST = 16_384;
// Letters of base64url with the padding that AWS leaves on, which JWTs have not.
const PART = /^[\w-]+={0,2}$/;
// A key's id becomes part of an address, so it may hold nothing that leads elsewhere.
const KEY_ID = /^[A-Za-z0-9-]{1,64}$/;

const BROKEN = 'The load balancer’s proof of who you are cannot be read. Sign in again.';
const FOREIGN = 'The proof of who you are does not come from the load balancer that signs people in here.';

function decode(part: string): Claims {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Claims;
  } catch {
    // told below
  }
  throw notBelieved(BROKEN);
}

function secondsIn(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

// AWS writes the expiry into the token's header, and newer balancers into the claims too: whatever is there must hold.
function checkTimes(head: Claims, claims: Claims, now: number): void {
  const ends = [head['exp'], claims['exp']].filter((value) => value !== undefined).map(secondsIn);
  if (ends.length === 0) throw notBelieved(BROKEN);
  if (ends.some((end) => end === null || end * 1000 + LEEWAY_MS <= now)) throw notBelieved('The load balancer’s proof of who you are has expired. Load the page again.');
  const begin = claims['nbf'] === undefined ? 0 : secondsIn(claims['nbf']);
  if (begin === null || begin * 1000 - LEEWAY_MS > now) throw notBelieved('The load balancer’s proof of who you are is not valid yet. The clocks differ; tell an administrator.');
}

/** Checks the load balancer's signed claims and answers them; refuses another signer, another algorithm than ES256, a bad signature or times. */
export async function openBalancerData(data: string, parts: { arn: string; keys: BalancerKeys; now?: number }): Promise<Claims> {
  const { arn, keys, now = Date.now() } = parts;
  const [head64, claims64, signature64, ...more] = data.split('.');
  if (data.length > LONGEST || more.length > 0 || head64 === undefined || claims64 === undefined || signature64 === undefined) throw notBelieved(BROKEN);
  if (![head64, claims64, signature64].every((part) => PART.test(part))) throw notBelieved(BROKEN);
  const head = decode(head64);
  if (head['alg'] !== 'ES256') throw notBelieved('The load balancer’s proof of who you are is signed in a way that is not accepted.');
  if (head['signer'] !== arn) throw notBelieved(FOREIGN);
  const { kid } = head;
  if (typeof kid !== 'string' || !KEY_ID.test(kid)) throw notBelieved(FOREIGN);
  const signed = Buffer.from(`${head64}.${claims64}`);
  if (!verify('sha256', signed, { key: await keys(kid), dsaEncoding: 'ieee-p1363' }, Buffer.from(signature64, 'base64url'))) throw notBelieved(FOREIGN);
  const claims = decode(claims64);
  checkTimes(head, claims, now);
  return claims;
}

/** `dispatch-auth-provider-aws-alb`: an AWS application load balancer signs people in and sends their claims, signed, with each request. */
export function alb(settings: AuthSettings['alb'], { logger, fetch }: { logger: Logger; fetch?: Fetch | undefined }): Identify {
  const { arn, emailClaim } = settings;
  if (arn === null) throw new Error('The ARN of the load balancer is not set');
  const keys = createBalancerKeys({ arn, cacheSeconds: settings.publicKeyCacheSeconds, fetch, onTrouble: (error) => logger.warn({ reason: reasonOf(error) }, 'a key of the load balancer cannot be read') });
  return async (request) => {
    const [data, ...more] = valuesOf(request, BALANCER_HEADER);
    if (data === undefined) throw notBelieved('The load balancer did not say who you are. Open Dispatch under its usual address and sign in there.');
    if (more.length > 0) throw notBelieved(BROKEN);
    const claims = await openBalancerData(data, { arn, keys });
    return vouchedByProxy({ email: emailOf(claims, emailClaim), name: nameOf(claims) });
  };
}

/** Ends the load balancer's own session in this browser, as AWS asks of applications: every one of its cookies (`AWSELBAuthSessionCookie-0`, `-1` …, under its default name) is set to expire. */
export function endBalancerSession(request: Pick<Request, 'headers'>, response: Response): void {
  const names = Object.keys(parseCookie(request.headers.cookie ?? '')).filter((name) => /^AWSELBAuthSessionCookie-\d$/.test(name));
  for (const name of names) response.append('set-cookie', stringifySetCookie({ name, value: '', expires: new Date(0), maxAge: -1, httpOnly: true, path: '/' }));
}
