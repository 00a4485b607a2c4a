import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { arrange, type Config } from './config.ts';
import { checkTogether } from './rules.ts';
import { SETTINGS, type Setting, type SettingKey, type SettingValues } from './schema.ts';

export type { Config } from './config.ts';

/** Which process asks; only the API must be able to sign session tokens. */
export type Part = 'api' | 'worker' | 'migrate';
/** One wrong setting: what was found (never a secret's value) and what is allowed. */
export interface ConfigProblem {
  key: string;
  found: string;
  allowed: string;
}
/** One setting in force and where it comes from; `value` of a secret is masked. */
export interface SettingInForce {
  key: SettingKey;
  value: string;
  source: 'environment' | '.env' | 'default';
  secret: boolean;
}
/** Variables as a process has them. */
export type Environment = Record<string, string | undefined>;
/** `envFile` null = read none; absent = `.env` in the project. */
export interface LoadOptions {
  part?: Part;
  envFile?: string | null;
}

/** All settings that are wrong, at once. */
export class ConfigError extends Error {
  readonly problems: ConfigProblem[];
  constructor(problems: ConfigProblem[]) {
    super(problems.map((p) => `${p.key}: found ${p.found}, allowed is ${p.allowed}`).join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const ENV_FILE = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '.env');
const KEYS = Object.keys(SETTINGS).filter((key): key is SettingKey => Object.hasOwn(SETTINGS, key));

/** The configuration from environment and `.env` (the environment wins). Throws {@link ConfigError} naming every wrong value. */
export function loadConfig(env: Environment = process.env, options: LoadOptions = {}): Config {
  const raw = readRaw(env, options);
  const problems: ConfigProblem[] = [];
  const values: Partial<Record<SettingKey, unknown>> = {};
  for (const { key, text } of raw) {
    const setting: Setting<unknown> = SETTINGS[key];
    const result = setting.parse(text);
    if ('value' in result) values[key] = result.value;
    else problems.push({ key, found: foundText(setting, text), allowed: result.allowed });
  }
  // each key was parsed by its own parser; those that failed are absent
  const parsed = values as Partial<SettingValues>;
  problems.push(...checkTogether(parsed, options.part ?? 'api'));
  if (problems.length > 0) throw new ConfigError(problems);
  return arrange(parsed as SettingValues);
}

/** Every setting with its value in force (secrets masked) and its source; never throws for wrong values. */
export function readSettings(env: Environment = process.env, options: LoadOptions = {}): SettingInForce[] {
  return readRaw(env, options).map(({ key, text, source }) => {
    const isSecret = SETTINGS[key].secret;
    return { key, value: isSecret && text !== '' ? '••••••••' : text, source, secret: isSecret };
  });
}

/** Sentences worth printing at start: quotes that were stripped, authentication that is off. */
export function loadHints(env: Environment = process.env, options: LoadOptions = {}): string[] {
  const raw = readRaw(env, options);
  const hints = raw.filter((r) => r.quoted).map((r) => `${r.key} stood in quotes, which were taken off: environment variables need none.`);
  const isOff = raw.some((r) => r.key === 'DISPATCH_AUTHENTICATION_PROVIDER_SLUG' && r.text === '');
  if (isOff) hints.push('Authentication is off (DISPATCH_AUTHENTICATION_PROVIDER_SLUG is empty): everybody who reaches the server is its owner.');
  return hints;
}

interface Raw {
  key: SettingKey;
  text: string;
  source: SettingInForce['source'];
  quoted: boolean;
}

function readRaw(env: Environment, options: LoadOptions): Raw[] {
  const file = options.envFile === undefined ? ENV_FILE : options.envFile;
  const fromFile: Environment = file !== null && existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  return KEYS.map((key) => {
    const outside = env[key];
    if (isGiven(key, outside)) return { key, ...unquote(outside), source: 'environment' };
    const inside = fromFile[key];
    if (isGiven(key, inside)) return { key, text: inside.trim(), quoted: false, source: '.env' };
    return { key, text: SETTINGS[key].default, quoted: false, source: 'default' };
  });
}

/** An empty value counts as none where empty is not allowed: container tools hand over empty variables for those that are not set. */
function isGiven(key: SettingKey, value: string | undefined): value is string {
  if (value === undefined) return false;
  return value.trim() !== '' || 'value' in SETTINGS[key].parse('');
}

/** `docker run --env-file` and CI systems hand quotes over as part of the value. */
function unquote(value: string): { text: string; quoted: boolean } {
  const text = value.trim();
  const quote = text[0];
  const isQuoted = text.length >= 2 && (quote === '"' || quote === "'") && text.endsWith(quote);
  return isQuoted ? { text: text.slice(1, -1), quoted: true } : { text, quoted: false };
}

function foundText(setting: Setting<unknown>, text: string): string {
  if (text === '') return 'nothing';
  return setting.secret ? `a secret of ${text.length} characters` : JSON.stringify(text);
}
