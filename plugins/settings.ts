import { VendorError, type Plugin } from './contract.ts';

/** What a secret setting reads as; sent back unchanged it keeps the stored one. */
export const SECRET_MASK = '••••••••';

/** The settings with every secret that has a value masked. */
export function maskSecrets(
  settings: Record<string, unknown>,
  secrets: readonly string[],
): Record<string, unknown> {
  const hidden = (name: string, value: unknown) =>
    secrets.includes(name) && value !== null && value !== undefined && value !== '' ? SECRET_MASK : value;
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, hidden(name, value)]));
}

/** The settings as they are to be stored: a secret that came back masked is the stored one (dropped when there is none). */
export function unmaskSecrets(
  sent: Record<string, unknown>,
  stored: Record<string, unknown>,
  secrets: readonly string[],
): Record<string, unknown> {
  const entries = Object.entries(sent).map(
    ([name, value]) =>
      [name, secrets.includes(name) && value === SECRET_MASK ? stored[name] : value] as const,
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** Settings that say where requests go; by their names, so that a plugin cannot forget to mark one. */
const DESTINATION = /(^|[a-z])(url|host|hostname|domain|site|server|endpoint)$/i;

/**
 * The secrets that came back masked although a setting that says where they are sent changed: whoever does not know them must not have them
 * sent elsewhere. None when there is nothing of that kind.
 */
export function secretsOfAnotherPlace(
  sent: Record<string, unknown>,
  stored: Record<string, unknown>,
  secrets: readonly string[],
): string[] {
  const places = Object.keys({ ...stored, ...sent }).filter((name) => DESTINATION.test(name) && !secrets.includes(name));
  if (places.every((name) => (sent[name] ?? '') === (stored[name] ?? ''))) return [];
  return secrets.filter((name) => sent[name] === SECRET_MASK);
}

/** One setting that is not valid; `setting` is its path, e.g. `port`. */
export interface SettingProblem {
  setting: string;
  detail: string;
}

/** The problems of `settings` by the plugin's schema, none when they are valid. */
export function settingProblems(plugin: Plugin, settings: unknown): SettingProblem[] {
  const result = plugin.settings.safeParse(settings);
  if (result.success) return [];
  return result.error.issues.map((issue) => ({
    setting: issue.path.map(String).join('.') || '(settings)',
    detail: issue.message,
  }));
}

/**
 * The settings as the plugin wants them. Throws a {@link VendorError} that names every bad setting: `auth` when one of them is a secret,
 * else `invalid`.
 */
export function parseSettings(plugin: Plugin, settings: unknown): unknown {
  const result = plugin.settings.safeParse(settings);
  if (result.success) return result.data;
  const problems = settingProblems(plugin, settings);
  const secret = problems.some((problem) => plugin.secrets.includes(problem.setting));
  const list = problems.map((problem) => `${problem.setting}: ${problem.detail}`).join('; ');
  throw new VendorError(
    secret ? 'auth' : 'invalid',
    `The settings of ${plugin.name} are not valid (${list}): mend them under Integrations`,
  );
}
