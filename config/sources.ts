import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnvFile, type FileValue } from './env-file.ts';
import type { ConfigProblem } from './problem.ts';
import { SETTINGS, type SettingKey } from './schema.ts';

/** Variables as a process has them. */
export type Environment = Record<string, string | undefined>;
/** The text of one setting before it is parsed. */
export interface RawSetting {
  key: SettingKey;
  text: string;
  /** `environment`, `.env` or `default`, with the name in brackets where it is another: `environment (PORT_FILE)`. */
  source: string;
  /** What people should know about how it was written, else null. */
  hint: string | null;
}
/** All settings as they were found, the variables of both sources, and what cannot be read. */
export interface Sources {
  settings: RawSetting[];
  /** Every variable, the environment's before those of the file. */
  variables: Environment;
  problems: ConfigProblem[];
}

const ENV_FILE = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '.env');
const KEYS = Object.keys(SETTINGS).filter((key): key is SettingKey => Object.hasOwn(SETTINGS, key));
const LARGEST_FILE = 65_536;

/** Former names of settings, with which the web of other installations was built. */
export const OLD_NAMES: Partial<Record<SettingKey, readonly string[]>> = Object.fromEntries(
  (
    [
      'DISPATCH_AUTHENTICATION_PROVIDER_SLUG',
      'DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL',
      'DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID',
      'DISPATCH_AUTHENTICATION_PROVIDER_USE_ID_TOKEN',
    ] satisfies SettingKey[]
  ).map((key) => [key, [`VITE_${key}`, `VUE_APP_${key}`]]),
);

interface Layer {
  name: 'environment' | '.env';
  values: ReadonlyMap<string, FileValue>;
}

/** Finds every setting in the environment and in the file (null = none, absent = `.env` in the project). The environment wins, and for each of them `KEY` before a file named by `KEY_FILE`. */
export function readSources(env: Environment, envFile: string | null = ENV_FILE): Sources {
  const inFile = envFile !== null && existsSync(envFile) ? parseEnvFile(readFileSync(envFile, 'utf8')) : new Map<string, FileValue>();
  const layers: Layer[] = [
    { name: 'environment', values: environmentValues(env) },
    { name: '.env', values: inFile },
  ];
  const problems: ConfigProblem[] = [];
  const settings = KEYS.map((key) => findSetting(key, layers, problems));
  const variables = Object.fromEntries([...[...inFile].map(([name, { text }]) => [name, text] as const), ...Object.entries(env)]);
  return { settings, variables, problems };
}

function findSetting(key: SettingKey, layers: readonly Layer[], problems: ConfigProblem[]): RawSetting {
  for (const { name, values } of layers) {
    const own = values.get(key);
    const file = values.get(`${key}_FILE`);
    if (file !== undefined && file.text !== '') {
      if (own !== undefined && own.text !== '') problems.push({ key: `${key}_FILE`, found: `a file, while ${key} is set too`, allowed: 'only one of the two' });
      return { key, text: contentOf(key, file.text, problems), source: `${name} (${key}_FILE)`, hint: null };
    }
    if (own !== undefined && isGiven(key, own.text)) return { key, text: own.text, source: name, hint: own.quoted ? quoteHint(key, name) : null };
  }
  return findOldName(key, layers) ?? { key, text: SETTINGS[key].default, source: 'default', hint: null };
}

function findOldName(key: SettingKey, layers: readonly Layer[]): RawSetting | null {
  for (const { name, values } of layers) {
    for (const old of OLD_NAMES[key] ?? []) {
      const found = values.get(old);
      if (found === undefined || found.text === '') continue;
      return { key, text: found.text, source: `${name} (${old})`, hint: `${old} is the former name of ${key}: rename it. Nothing is built into the web any more.` };
    }
  }
  return null;
}

function contentOf(key: SettingKey, file: string, problems: ConfigProblem[]): string {
  try {
    const content = readFileSync(file, 'utf8');
    if (content.length <= LARGEST_FILE) return content.trim();
  } catch {
    // said below
  }
  problems.push({ key: `${key}_FILE`, found: JSON.stringify(file), allowed: `the path of a file of at most ${LARGEST_FILE / 1024} KiB that can be read` });
  return SETTINGS[key].default;
}

/** An empty value counts as none where empty is not allowed: container tools hand over empty variables for those that are not set. */
function isGiven(key: SettingKey, text: string): boolean {
  return text !== '' || 'value' in SETTINGS[key].parse('');
}

function environmentValues(env: Environment): Map<string, FileValue> {
  const given = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new Map(given.map(([name, value]) => [name, unquote(value)]));
}

/** `docker run --env-file` and CI systems hand quotes over as part of the value. */
function unquote(value: string): FileValue {
  const text = value.trim();
  const quote = text[0];
  const isQuoted = text.length >= 2 && (quote === '"' || quote === "'") && text.endsWith(quote);
  return isQuoted ? { text: text.slice(1, -1), quoted: true } : { text, quoted: false };
}

function quoteHint(key: SettingKey, layer: Layer['name']): string {
  const why = layer === '.env' ? 'a value in .env needs them only around a # or around spaces at its ends' : 'environment variables need none';
  return `${key} stood in quotes, which were taken off: ${why}.`;
}
