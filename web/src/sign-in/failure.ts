import { ApiProblem } from '../api/problem.ts';

type OAuthError = { error: string };

// The names are those of OAuth 2.0 (RFC 6749, 4.1.2.1) and OpenID Connect (Core 3.1.2.6). Descriptions that come with them stand in the address, where anybody could have written them, so they are not shown.
const NAMED: Record<string, { title: string; detail: string }> = {
  access_denied: { title: 'The sign-in provider did not let you in', detail: 'You cancelled there, or you may not use Dispatch. Try again, or ask an administrator.' },
  login_required: { title: 'You are not signed in with the provider', detail: 'Sign in again.' },
  temporarily_unavailable: { title: 'The sign-in provider is not available', detail: 'Try again in a minute.' },
  server_error: { title: 'The sign-in provider had a fault', detail: 'Try again in a minute.' },
  invalid_request: { title: 'The sign-in provider does not take our request', detail: 'An administrator has to register the address of Dispatch there; docs/sign-in.md says how.' },
  unauthorized_client: { title: 'The sign-in provider does not know Dispatch', detail: 'An administrator has to look at the client id, and at how the client is registered there.' },
  invalid_client: { title: 'The sign-in provider does not know Dispatch', detail: 'An administrator has to look at the client id, and at how the client is registered there: it must be a public client with PKCE.' },
  invalid_grant: { title: 'The sign-in was not finished in time', detail: 'Begin again.' },
};

const isOAuthError = (error: unknown): error is OAuthError => typeof error === 'object' && error !== null && 'error' in error && typeof error.error === 'string';

const make = (title: string, detail: string): ApiProblem => new ApiProblem({ status: -1, title, detail });

/** Why a sign-in with the provider failed, for the person who waits for it. */
export function failureOf(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (isOAuthError(error)) {
    const { title, detail } = NAMED[error.error] ?? { title: 'The sign-in provider refused', detail: 'Try again. If it stays like this, tell an administrator when you tried.' };
    return make(title, detail);
  }
  const message = error instanceof Error ? error.message : String(error);
  if (/no matching state|state does not match|no state in response/i.test(message)) return make('This sign-in cannot be finished here', 'It was finished before, or begun in another window. Begin again.');
  if (/nonce/i.test(message)) return make('This sign-in cannot be finished here', 'The answer of the provider belongs to another sign-in. Begin again.');
  if (/failed to fetch|networkerror|load failed|timed? ?out|network/i.test(message)) return make('The sign-in provider cannot be reached', 'Dispatch itself answers. Check your connection, or try again in a minute; if it stays like this, tell an administrator.');
  if (/content-type|json|status|40[0-9]|50[0-9]/i.test(message)) return make('The sign-in provider cannot be reached', 'Something answers under its address, but not as a sign-in provider does. Tell an administrator.');
  return make('The sign-in failed', 'Begin again. If it stays like this, tell an administrator when you tried.');
}

/** The failure when the provider calls itself by another name than the one that is configured. */
export function otherIssuer(): ApiProblem {
  return make('The sign-in provider is not set up right', 'It calls itself by another address than the one that is configured here (DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL). Tell an administrator.');
}
