import type { ConfigProblem } from '../config/load.ts';
import { revealSecrets } from '../config/reveal.ts';
import { OLD_NAMES, readSources, type Sources } from '../config/sources.ts';
import { processProviders } from '../plugins/process.ts';

/** Settings, and where each of them comes from: `environment`, `.env` (with the name in brackets where it is another), `option`, `generated` or `embedded`. */
export interface Settings {
  readonly values: Readonly<Record<string, string>>;
  readonly origins: Readonly<Record<string, string>>;
}
/** The settings that people gave, secrets revealed, with what cannot be read and what people should know. */
export interface GivenSettings extends Settings {
  readonly problems: readonly ConfigProblem[];
  readonly hints: readonly string[];
}

/** One source of settings. */
export interface Layer {
  readonly origin: string;
  readonly values: Readonly<Record<string, string | undefined>>;
}

/** Lays sources over one another: the first that has a setting wins, an empty one counts as set. */
export function layered(layers: readonly Layer[]): Settings {
  const values: Record<string, string> = {};
  const origins: Record<string, string> = {};
  for (const { origin, values: own } of layers) {
    for (const [name, value] of Object.entries(own)) {
      if (value === undefined || name in values) continue;
      values[name] = value;
      origins[name] = origin;
    }
  }
  return { values, origins };
}

/**
 * The settings that people gave: the environment, then the file `.env` of the project. Files (`KEY_FILE`) are read, former names renamed and secrets revealed,
 * so that processes that get these values need none of it.
 */
export async function givenSettings(env: NodeJS.ProcessEnv, envFile?: string | null): Promise<GivenSettings> {
  const sources = await revealSecrets(readSources(env, envFile), processProviders);
  const other = new Set(sources.settings.flatMap(({ key }) => [key, `${key}_FILE`, ...(OLD_NAMES[key] ?? [])]));
  const layers = [...ofSettings(sources), { origin: 'environment', values: without(env, other) }, { origin: '.env', values: without(sources.variables, other) }];
  return { ...layered(layers), problems: sources.problems, hints: sources.settings.flatMap(({ hint }) => hint ?? []) };
}

function ofSettings({ settings, variables }: Sources): Layer[] {
  return settings.flatMap(({ key, text, source }) => {
    if (source !== 'default') return [{ origin: source, values: { [key]: text } }];
    // Given, but empty where that means nothing; it is kept as it is.
    return variables[key] === undefined ? [] : [{ origin: 'environment', values: { [key]: '' } }];
  });
}

function without(variables: Readonly<Record<string, string | undefined>>, names: ReadonlySet<string>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !names.has(name)));
}

/** The values for processes of ours: secrets are revealed already, and files need not be read again. */
export function forProcesses({ values }: Settings): Record<string, string> {
  return 'SECRET_PROVIDER' in values ? { ...values, SECRET_PROVIDER: '' } : { ...values };
}
