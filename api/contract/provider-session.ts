import { z } from 'zod';
import { defineRoute } from './route.ts';
import { Session } from './session.ts';

const tag = 'Session';
const Token = z.string().min(1).max(16_384);
const Link = z.string().min(20).max(200);

/** Routes of signing in with an outside provider (not under an organization). */
export const providerSession = {
  begin: defineRoute({ id: 'providerSession.begin', method: 'post', path: '/session/oidc/begin', scope: 'root', access: 'public', tag, summary: 'Begin a sign-in with the OpenID Connect provider: gives the nonce for it, valid for 10 minutes in this browser', response: z.object({ nonce: z.string() }) }),
  finish: defineRoute({ id: 'providerSession.finish', method: 'post', path: '/session/oidc', scope: 'root', access: 'public', tag, summary: 'Exchange the tokens of the OpenID Connect provider, once, for an HttpOnly session cookie; a bootstrap link makes the first administrator', body: z.strictObject({ idToken: Token, accessToken: Token.optional(), link: Link.optional() }), response: Session }),
  claim: defineRoute({ id: 'providerSession.claim', method: 'post', path: '/session/claim', scope: 'root', access: 'signedIn', tag, summary: 'Become the first administrator with the bootstrap link, where a proxy signs people in', body: z.strictObject({ link: Link }), response: Session }),
} as const;
