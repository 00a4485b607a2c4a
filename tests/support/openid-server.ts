import { createServer } from 'node:http';

/** A certified OpenID Connect provider on loopback, with a page to sign in on. */
export interface OpenIdServer {
  issuer: string;
  clientId: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Context {
  oidc: { client: { clientId: string }; session: { accountId: string }; result?: { consent?: { grantId?: string } } };
}

// It says on the console which of its defaults are not for production; this is none.
function withoutNotices(write: (...all: unknown[]) => void): (...all: unknown[]) => void {
  return (...all) => (String(all[0]).startsWith('oidc-provider ') ? undefined : write(...all));
}

/** A provider on `port` for the product at `uiUrl`: whoever signs in there as `mia` is Mia, mia@example.com. It insists on PKCE, and asks nobody for consent. */
export async function createOpenIdServer({ port, uiUrl }: { port: number; uiUrl: string }): Promise<OpenIdServer> {
  console.info = withoutNotices(console.info);
  console.warn = withoutNotices(console.warn);
  const { Provider } = await import('oidc-provider');
  const issuer = `http://127.0.0.1:${port}`;
  const clientId = 'dispatch-web';
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, token_endpoint_auth_method: 'none', grant_types: ['authorization_code'], response_types: ['code'], redirect_uris: [`${uiUrl}/implicit/callback`], post_logout_redirect_uris: [`${uiUrl}/sign-in`] }],
    pkce: { required: () => true },
    cookies: { keys: ['only for tests'] },
    clientBasedCORS: () => true,
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_context: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id, email: `${id}@example.com`, email_verified: true, name: id.charAt(0).toUpperCase() + id.slice(1) }) }),
    async loadExistingGrant({ oidc }: Context) {
      const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  const server = createServer((request, response) => answer(request, response));
  return {
    issuer,
    clientId,
    start: () => new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve())),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
