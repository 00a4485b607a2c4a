import type { Part } from './load.ts';
import type { ConfigProblem } from './problem.ts';
import { checkSignIn } from './rules-sign-in.ts';
import { SETTINGS, type Setting, type SettingValues } from './schema.ts';

const NAMES_OF_SECRETS = /SECRET|PASSWORD|PASSWD|TOKEN|CREDENTIAL|PRIVATE|API_?KEY/i;

/** Rules between settings; values that could not be read alone are absent and not complained about twice. */
export function checkTogether(v: Partial<SettingValues>, part: Part): ConfigProblem[] {
  return [...(part === 'api' ? checkSignIn(v) : []), ...checkTls(v), ...checkSmtp(v), ...checkTags(v)];
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

// Tags go to metrics, logs and error reports, where no secret may be.
function checkTags(v: Partial<SettingValues>): ConfigProblem[] {
  const settings = new Map<string, Setting<unknown>>(Object.entries(SETTINGS));
  const secrets = (v.ENV_TAGS ?? []).filter(({ variable }) => settings.get(variable)?.secret === true || NAMES_OF_SECRETS.test(variable));
  return secrets.map(({ tag, variable }) => ({ key: 'ENV_TAGS', found: JSON.stringify(`${tag}:${variable}`), allowed: 'variables that hold no secret' }));
}
