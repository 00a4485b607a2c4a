import type { AuthSettings } from '../../../config/config.ts';
import type { Logger } from 'pino';
import { reasonOf } from '../../reason.ts';
import type { Fetch } from '../fetch-text.ts';
import { createKeys } from '../oidc/keys.ts';
import { createVerifier, type TokenVerifier } from '../oidc/verifier.ts';
import { bearerOf, type Identify } from '../strategies.ts';

/** Header in which an API client that shows an ID token sends the access token it belongs to. */
const ACCESS_TOKEN_HEADER = 'x-access-token';

/** The verifier of the configured OpenID Connect provider; throws when its settings are not there. */
export function providerVerifier(auth: AuthSettings, { logger, fetch }: { logger: Logger; fetch?: Fetch | undefined }): TokenVerifier {
  const { jwksUrl, openIdConnectUrl, clientId, useIdToken, dontVerifyAtHash } = auth.pkce;
  if (jwksUrl === null || openIdConnectUrl === null || clientId === null) throw new Error('The OpenID Connect provider is not set up');
  const keys = createKeys({ url: jwksUrl, fetch, onTrouble: (error) => logger.warn({ reason: reasonOf(error), url: jwksUrl }, 'the keys of the sign-in provider cannot be read') });
  return createVerifier({ issuer: openIdConnectUrl, clientId, useIdToken, dontVerifyAtHash, jwtAudience: auth.jwtAudience, emailClaim: auth.emailClaim }, keys);
}

// Only what looks like a signed JWT is worth a look; everything else belongs to another way of telling who calls.
const isJwt = (token: string): boolean => token.length <= 16_384 && /^[\w-]+\.[\w-]+\.[\w-]*$/.test(token);

/** `dispatch-auth-provider-pkce` for API clients: a token of the OpenID Connect provider as `Authorization: Bearer`. The web gives its tokens away for a session cookie instead, see `POST /session/oidc`. */
export function pkce(verifier: TokenVerifier): Identify {
  return async (request) => {
    const token = bearerOf(request);
    if (token === null || !isJwt(token)) return null;
    const beside = request.headers[ACCESS_TOKEN_HEADER];
    const { email, name, expiresAt } = await verifier.bearer(token, typeof beside === 'string' ? beside : undefined);
    return { via: 'bearer', accountId: null, email, tokenId: null, issuedAt: null, expiresAt, vouched: { name } };
  };
}
