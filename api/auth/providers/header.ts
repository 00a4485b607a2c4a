import type { Request } from 'express';
import type { Config } from '../../../config/config.ts';
import { emailIn } from '../claims.ts';
import type { Identity } from '../identity.ts';
import { notBelieved } from '../refuse.ts';
import type { Identify } from '../strategies.ts';
import { trustedPeers } from './trusted.ts';

/** Every value that a request carries under a header's name (lower case), also when it came several times in different cases. */
export function valuesOf(request: Pick<Request, 'rawHeaders'>, name: string): string[] {
  const { rawHeaders } = request;
  return rawHeaders.flatMap((text, i) => (i % 2 === 0 && text.toLowerCase() === name ? [rawHeaders[i + 1] ?? ''] : []));
}

/** The identity that a provider in front of us proved for this request only. */
export function vouchedByProxy({ email, name }: { email: string; name: string | null }): Identity {
  return { via: 'proxy', accountId: null, email, tokenId: null, issuedAt: null, expiresAt: null, vouched: { name } };
}

/** `dispatch-auth-provider-header`: a proxy in front writes into a header who somebody is. Believed only when the connection itself comes from a trusted proxy (`X-Forwarded-For` can be written by anybody) and the header is there once. */
export function header({ auth, server }: Pick<Config, 'auth' | 'server'>): Identify {
  const isTrusted = trustedPeers(server.trustedProxies);
  return async (request) => {
    const values = valuesOf(request, auth.header.name);
    if (!isTrusted(request.socket.remoteAddress)) throw notBelieved('This request did not come through the proxy that signs people in here. Open Dispatch under its usual address.');
    const [value = ''] = values;
    if (value.trim() === '') throw notBelieved('The proxy in front of Dispatch did not say who you are. Sign in there and open Dispatch again.');
    if (values.length > 1) throw notBelieved('The proxy in front of Dispatch said more than once who you are, so none of it is believed. An administrator has to make it replace the header instead of adding to it.');
    const email = emailIn(value);
    if (email === null) throw notBelieved('The proxy in front of Dispatch names you, but not by an e-mail address. An administrator has to make it send the address.');
    return vouchedByProxy({ email, name: null });
  };
}
