import type { ConfigProblem } from './problem.ts';
import type { SettingKey, SettingValues } from './schema.ts';

type Values = Partial<SettingValues>;
const MIN_SECRET = 32;
const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/** What the chosen way to sign in needs from other settings. Values that could not be read alone are absent and not complained about twice. */
export function checkSignIn(v: Values): ConfigProblem[] {
  switch (v.DISPATCH_AUTHENTICATION_PROVIDER_SLUG) {
    case 'dispatch-auth-provider-basic':
      return [...checkJwtSecret(v), ...checkRegistration(v)];
    case 'dispatch-auth-provider-pkce':
      return [...checkPkce(v), ...checkSessionSecret(v), ...checkRegistration(v)];
    case 'dispatch-auth-provider-header':
      return [...(v.TRUSTED_PROXIES?.length === 0 ? [missing('TRUSTED_PROXIES', 'the addresses of the proxies that set the header; dispatch-auth-provider-header believes it from nobody else')] : []), ...checkRegistration(v)];
    case 'dispatch-auth-provider-aws-alb':
      return [...(v.DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_ARN === null ? [missing('DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_ARN', 'the ARN of the load balancer, which dispatch-auth-provider-aws-alb needs')] : []), ...checkRegistration(v)];
    default:
      return [];
  }
}

function missing(key: SettingKey, allowed: string): ConfigProblem {
  return { key, found: 'nothing', allowed };
}

function checkJwtSecret(v: Values): ConfigProblem[] {
  const secret = v.DISPATCH_JWT_SECRET;
  const key = 'DISPATCH_JWT_SECRET';
  if (secret === undefined) return [];
  if (secret === null) return [missing(key, `a random secret of at least ${MIN_SECRET} characters, e.g. from: openssl rand -base64 48`)];
  const isWeak = secret.length < MIN_SECRET || new Set(secret).size < 8;
  if (!isWeak || v.NODE_ENV !== 'production') return [];
  return [{ key, found: `a secret of ${secret.length} characters that is easy to guess`, allowed: `at least ${MIN_SECRET} random characters in production, e.g. from: openssl rand -base64 48` }];
}

// After signing in elsewhere people have a session of ours, which one of the two secrets signs.
function checkSessionSecret(v: Values): ConfigProblem[] {
  if (v.DISPATCH_JWT_SECRET === null && v.DISPATCH_ENCRYPTION_KEY !== null) return [];
  return checkJwtSecret(v);
}

function checkRegistration(v: Values): ConfigProblem[] {
  const isMissing = v.DISPATCH_REGISTRATION === 'domains' && v.DISPATCH_REGISTRATION_DOMAINS?.length === 0;
  return isMissing ? [missing('DISPATCH_REGISTRATION_DOMAINS', 'the domains whose addresses may register, because DISPATCH_REGISTRATION is domains')] : [];
}

function checkPkce(v: Values): ConfigProblem[] {
  const addresses = ['DISPATCH_AUTHENTICATION_PROVIDER_PKCE_JWKS', 'DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL'] as const;
  const problems = addresses.flatMap((key) => checkAddress(key, v));
  if (v.DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID === null) problems.push(missing('DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID', 'the client id of Dispatch at the OpenID Connect provider, which dispatch-auth-provider-pkce needs'));
  return problems;
}

// Keys fetched in plain text are keys of whoever stands in between.
function checkAddress(key: 'DISPATCH_AUTHENTICATION_PROVIDER_PKCE_JWKS' | 'DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL', v: Values): ConfigProblem[] {
  const value = v[key];
  if (value === undefined) return [];
  if (value === null) return [missing(key, 'an address that begins with https://, which dispatch-auth-provider-pkce needs')];
  const { protocol, hostname } = new URL(value);
  const isSafe = protocol === 'https:' || v.NODE_ENV !== 'production' || LOCAL_HOSTS.includes(hostname);
  return isSafe ? [] : [{ key, found: JSON.stringify(value), allowed: 'an address that begins with https:// in production' }];
}
