import type { ConfigProblem } from './problem.ts';
import { placeOf, type ProviderFinder } from './providers.ts';
import { SETTINGS, type SettingKey } from './schema.ts';
import type { RawSetting, Sources } from './sources.ts';

/** Turns a stored secret into the usable one; rejects with a message that people read. */
export interface SecretRevealer {
  reveal(value: string): Promise<string>;
  /** False for a value that certainly was not made by this provider. Absent: every value may have been. */
  isSealed?(value: string): boolean;
}

/** Secrets that must come from the provider when there is one; other installations keep the rest in plain text. */
const ALWAYS: readonly SettingKey[] = ['DISPATCH_ENCRYPTION_KEY', 'DATABASE_CREDENTIALS'];

/** The sources with every secret revealed that was given and is sealed; what cannot be revealed is among the problems. Without a provider they come back as they are. */
export async function revealSecrets(sources: Sources, finder: ProviderFinder): Promise<Sources> {
  const parsed = SETTINGS.SECRET_PROVIDER.parse(sources.settings.find((s) => s.key === 'SECRET_PROVIDER')?.text ?? '');
  const name = 'value' in parsed ? parsed.value : null;
  if (name === null) return sources;
  const found = await finder.secretProvider(name, placeOf(sources));
  if ('problems' in found) return { ...sources, problems: [...sources.problems, ...found.problems] };
  const revealed = await Promise.all(sources.settings.map((setting) => revealOne(setting, { name, provider: found.impl })));
  return { ...sources, settings: revealed.map((r) => r.setting), problems: [...sources.problems, ...revealed.flatMap((r) => r.problem ?? [])] };
}

type Revealed = { setting: RawSetting; problem: ConfigProblem | null };

async function revealOne(setting: RawSetting, { name, provider }: { name: string; provider: SecretRevealer }): Promise<Revealed> {
  const { key, text, source } = setting;
  if (!SETTINGS[key].secret || text === '' || source === 'default') return { setting, problem: null };
  if (!ALWAYS.includes(key) && provider.isSealed?.(text) === false) {
    return { setting: { ...setting, hint: `${key} is in plain text, although SECRET_PROVIDER is ${name}.` }, problem: null };
  }
  try {
    return { setting: { ...setting, text: (await provider.reveal(text)).trim(), source: `${source}, ${name}` }, problem: null };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { setting, problem: { key, found: `a secret of ${text.length} characters that cannot be revealed (${reason})`, allowed: `what ${name} reveals` } };
  }
}
