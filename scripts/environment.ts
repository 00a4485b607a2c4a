import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { ROOT } from './setup/paths.mjs';

/** Where a setting comes from. */
export type Origin = 'environment' | '.env' | 'option' | 'generated' | 'embedded';

/** Settings, and where each of them comes from. */
export interface Settings {
  readonly values: Readonly<Record<string, string>>;
  readonly origins: Readonly<Record<string, Origin>>;
}

/** One source of settings. */
export interface Layer {
  readonly origin: Origin;
  readonly values: Readonly<Record<string, string | undefined>>;
}

/** Lays sources over one another: the first that has a setting wins, an empty one counts as set. */
export function layered(layers: readonly Layer[]): Settings {
  const values: Record<string, string> = {};
  const origins: Record<string, Origin> = {};
  for (const { origin, values: own } of layers) {
    for (const [name, value] of Object.entries(own)) {
      if (value === undefined || name in values) continue;
      values[name] = value;
      origins[name] = origin;
    }
  }
  return { values, origins };
}

/** The settings that people gave: the environment, then the file `.env` of the project. */
export function givenSettings(env: NodeJS.ProcessEnv): Settings {
  return layered([
    { origin: 'environment', values: env },
    { origin: '.env', values: dotEnv(path.join(ROOT, '.env')) },
  ]);
}

function dotEnv(file: string): Record<string, string | undefined> {
  return existsSync(file) ? { ...parseEnv(readFileSync(file, 'utf8')) } : {};
}
