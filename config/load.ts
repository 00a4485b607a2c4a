import { arrange, type Config } from './config.ts';
import type { MetricProvider } from './metrics.ts';
import { ConfigError, type ConfigProblem } from './problem.ts';
import { metricProvidersOf, type ProviderFinder } from './providers.ts';
import { revealSecrets } from './reveal.ts';
import { checkTogether } from './rules.ts';
import { SETTINGS, type Setting, type SettingKey, type SettingValues } from './schema.ts';
import { readSources, type Environment, type RawSetting, type Sources } from './sources.ts';
import { resolveTags } from './tags.ts';

export type { Config } from './config.ts';
export { CONFIG_EXIT, ConfigError, type ConfigProblem } from './problem.ts';
export type { Environment } from './sources.ts';

/** Which process asks; only the API must be able to sign session tokens. */
export type Part = 'api' | 'worker' | 'migrate';
/** One setting in force and where it comes from; `value` of a secret is masked. */
export interface SettingInForce {
  key: SettingKey;
  value: string;
  /** `environment`, `.env` or `default`, with the name in brackets where it is another: `environment (PORT_FILE)`. */
  source: string;
  secret: boolean;
}
/** `envFile` null = read none; absent = `.env` in the project. */
export interface LoadOptions {
  part?: Part;
  envFile?: string | null;
}
/** A configuration, sentences worth logging at start, and the metric providers that were asked for, not started yet. */
export interface OpenedConfig {
  config: Config;
  hints: string[];
  metricProviders: Map<string, MetricProvider>;
}

/**
 * The configuration from environment and `.env` (the environment wins), as it stands there: secrets that a `SECRET_PROVIDER` must reveal are not, see
 * {@link openConfig}. Throws {@link ConfigError} naming every wrong value.
 */
export function loadConfig(env: Environment = process.env, options: LoadOptions = {}): Config {
  return parseSources(readSources(env, options.envFile), options.part ?? 'api');
}

/**
 * The configuration of a process, secrets revealed by the provider that `SECRET_PROVIDER` names, and its metric providers; `finder` knows both. Rejects with
 * {@link ConfigError} naming every wrong value, those included that could not be revealed and providers that there are not.
 */
export async function openConfig(finder: ProviderFinder, options: LoadOptions & { env?: Environment } = {}): Promise<OpenedConfig> {
  const sources = await revealSecrets(readSources(options.env ?? process.env, options.envFile), finder);
  const { providers, problems } = await metricProvidersOf(sources, finder);
  const complete = { ...sources, problems: [...sources.problems, ...problems] };
  return { config: parseSources(complete, options.part ?? 'api'), hints: hintsOf(complete, options.part ?? 'api'), metricProviders: providers };
}

/** Every setting with its value in force (secrets masked) and its source; never throws for wrong values. */
export function readSettings(env: Environment = process.env, options: LoadOptions = {}): SettingInForce[] {
  return readSources(env, options.envFile).settings.map(({ key, text, source }) => {
    const isSecret = SETTINGS[key].secret;
    return { key, value: isSecret && text !== '' ? '••••••••' : text, source, secret: isSecret };
  });
}

/** Sentences worth printing at start: quotes that were taken off, former names, authentication that is off. */
export function loadHints(env: Environment = process.env, options: LoadOptions = {}): string[] {
  return hintsOf(readSources(env, options.envFile), options.part ?? 'api');
}

function parseSources(sources: Sources, part: Part): Config {
  const problems: ConfigProblem[] = [...sources.problems];
  const values: Partial<Record<SettingKey, unknown>> = {};
  for (const { key, text } of sources.settings) {
    if (problems.some((p) => p.key === key || p.key === `${key}_FILE`)) continue;
    const setting: Setting<unknown> = SETTINGS[key];
    const result = setting.parse(text);
    if ('value' in result) values[key] = result.value;
    else problems.push({ key, found: foundText(setting, text), allowed: result.allowed });
  }
  // each key was parsed by its own parser; those that failed are absent
  const parsed = values as Partial<SettingValues>;
  problems.push(...checkTogether(parsed, part));
  if (problems.length > 0) throw new ConfigError(problems);
  const complete = parsed as SettingValues;
  return arrange(complete, resolveTags(complete.ENV_TAGS, sources.variables).tags);
}

function hintsOf({ settings, variables }: Sources, part: Part): string[] {
  const textOf = (key: SettingKey) => settings.find((s: RawSetting) => s.key === key)?.text ?? '';
  const hints = settings.flatMap(({ hint }) => hint ?? []);
  if (part === 'api' && textOf('DISPATCH_AUTHENTICATION_PROVIDER_SLUG') === '') hints.push('Authentication is off (DISPATCH_AUTHENTICATION_PROVIDER_SLUG is empty): everybody who reaches the server is its owner.');
  const tags = SETTINGS.ENV_TAGS.parse(textOf('ENV_TAGS'));
  if ('value' in tags) hints.push(...resolveTags(tags.value, variables).missing.map((name) => `ENV_TAGS names the variable ${name}, which is not set; its tag is left out.`));
  return hints;
}

function foundText(setting: Setting<unknown>, text: string): string {
  if (text === '') return 'nothing';
  return setting.secret ? `a secret of ${text.length} characters` : JSON.stringify(text);
}
