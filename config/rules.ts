import type { ConfigProblem, Part } from './load.ts';
import type { SettingValues } from './schema.ts';

const MIN_SECRET = 32;

/** Rules between settings; values that could not be read alone are absent and not complained about twice. */
export function checkTogether(v: Partial<SettingValues>, part: Part): ConfigProblem[] {
  return [...checkJwtSecret(v, part), ...checkTls(v), ...checkSmtp(v)];
}

function checkJwtSecret(v: Partial<SettingValues>, part: Part): ConfigProblem[] {
  const signsTokens = part === 'api' && v.DISPATCH_AUTHENTICATION_PROVIDER_SLUG === 'dispatch-auth-provider-basic';
  if (!signsTokens || v.DISPATCH_JWT_SECRET === undefined) return [];
  const secret = v.DISPATCH_JWT_SECRET;
  const key = 'DISPATCH_JWT_SECRET';
  if (secret === null) return [{ key, found: 'nothing', allowed: `a random secret of at least ${MIN_SECRET} characters, e.g. from: openssl rand -base64 48` }];
  const isWeak = secret.length < MIN_SECRET || new Set(secret).size < 8;
  if (!isWeak || v.NODE_ENV !== 'production') return [];
  return [{ key, found: `a secret of ${secret.length} characters that is easy to guess`, allowed: `at least ${MIN_SECRET} random characters in production, e.g. from: openssl rand -base64 48` }];
}

function checkTls(v: Partial<SettingValues>): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const cert = v.TEMPORAL_TLS_CLIENT_CERT_PATH;
  const key = v.TEMPORAL_TLS_CLIENT_KEY_PATH;
  if (typeof cert === 'string' && key === null) problems.push({ key: 'TEMPORAL_TLS_CLIENT_KEY_PATH', found: 'nothing', allowed: 'the private key that belongs to TEMPORAL_TLS_CLIENT_CERT_PATH' });
  if (typeof key === 'string' && cert === null) problems.push({ key: 'TEMPORAL_TLS_CLIENT_CERT_PATH', found: 'nothing', allowed: 'the certificate that belongs to TEMPORAL_TLS_CLIENT_KEY_PATH' });
  if (v.TEMPORAL_TLS === false && typeof v.TEMPORAL_API_KEY === 'string') problems.push({ key: 'TEMPORAL_TLS', found: '"false"', allowed: 'true or nothing while TEMPORAL_API_KEY is set: the key may not travel in plain text' });
  return problems;
}

function checkSmtp(v: Partial<SettingValues>): ConfigProblem[] {
  if (v.SMTP_HOST === undefined || v.SMTP_HOST === '') return [];
  if (typeof v.SMTP_PASSWORD === 'string' && v.SMTP_USER === null) return [{ key: 'SMTP_USER', found: 'nothing', allowed: 'the user whose SMTP_PASSWORD is set' }];
  return [];
}
