import { InMemoryWebStorage, type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { routes } from '../../../api/contract/index.ts';
import type { Session } from '../../../api/contract/session.ts';
import { call } from '../api/client.ts';
import { otherIssuer } from './failure.ts';

/** Where the browser signs in. */
export type Provider = NonNullable<Session['authentication']['pkce']>;
/** What is wanted after signing in: where to go, and the token of a bootstrap link. */
export type Wish = { next: string; link?: string | undefined };

const sameIssuer = (one: string, other: string): boolean => one.replace(/\/$/, '') === other.replace(/\/$/, '');

// Tokens live in memory and only until they are exchanged; what must survive the way to the provider and back (state and code verifier) is worth nothing afterwards.
function managerOf({ issuer, clientId }: Provider): UserManager {
  const here = window.location.origin;
  return new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: `${here}/implicit/callback`,
    silent_redirect_uri: `${here}/implicit/callback`,
    post_logout_redirect_uri: `${here}/sign-in`,
    response_type: 'code',
    scope: 'openid profile email',
    loadUserInfo: false,
    automaticSilentRenew: false,
    monitorSession: false,
    requestTimeoutInSeconds: 10,
    silentRequestTimeoutInSeconds: 10,
    userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    stateStore: new WebStorageStateStore({ store: window.sessionStorage }),
  });
}

async function checkIssuer(manager: UserManager, { issuer }: Provider): Promise<void> {
  if (!sameIssuer(await manager.metadataService.getIssuer(), issuer)) throw otherIssuer();
}

async function exchange(manager: UserManager, user: User, link?: string): Promise<void> {
  await manager.removeUser();
  await call(routes.providerSession.finish, { body: { idToken: user.id_token ?? '', ...(user.access_token === '' ? {} : { accessToken: user.access_token }), ...(link === undefined ? {} : { link }) } });
}

/** Sends the browser to the provider; it comes back to `/implicit/callback`. Throws when the provider or the API is not reached. */
export async function beginSignIn(provider: Provider, wish: Wish): Promise<void> {
  const manager = managerOf(provider);
  await checkIssuer(manager, provider);
  const { nonce } = await call(routes.providerSession.begin, {});
  await manager.signinRedirect({ nonce, state: wish });
}

/** Finishes a sign-in on the page that the provider sent the browser back to, and says where to go. Throws what the provider or the API refused. */
export async function finishSignIn(provider: Provider): Promise<Wish> {
  const manager = managerOf(provider);
  const user = await manager.signinRedirectCallback();
  const state: unknown = user.state;
  const { next, link } = typeof state === 'object' && state !== null ? (state as { next?: unknown; link?: unknown }) : {};
  const wish: Wish = { next: typeof next === 'string' ? next : '/', link: typeof link === 'string' ? link : undefined };
  await exchange(manager, user, wish.link);
  return wish;
}

/** Asks the provider in a hidden frame whether the person is still signed in there, and renews the session. Throws when they are not, or when the browser keeps the provider's cookies from the frame. */
export async function renewUnseen(provider: Provider): Promise<void> {
  const manager = managerOf(provider);
  const { nonce } = await call(routes.providerSession.begin, {});
  const user = await manager.signinSilent({ nonce });
  if (!user) throw new Error('The provider gave no answer');
  await exchange(manager, user);
}

/** Hands the provider's answer from the hidden frame to the page that waits for it. */
export async function answerFrame(provider: Provider): Promise<void> {
  await managerOf(provider).signinSilentCallback();
}

/** Signs out at the provider, which sends the browser back to the sign-in page; false when the provider has no such place. */
export async function leaveProvider(provider: Provider): Promise<boolean> {
  const manager = managerOf(provider);
  if ((await manager.metadataService.getEndSessionEndpoint()) === undefined) return false;
  await manager.signoutRedirect();
  return true;
}
