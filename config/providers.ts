import type { MetricProvider } from './metrics.ts';
import type { ConfigProblem } from './problem.ts';
import type { SecretRevealer } from './reveal.ts';
import { SETTINGS } from './schema.ts';
import type { Environment, Sources } from './sources.ts';

/** Where a provider of the whole process is looked for, and what it is set up with. */
export interface ProviderPlace {
  /** Every variable of the environment and of `.env`, and every setting in force with its default. */
  variables: Environment;
  /** Entries of DISPATCH_EXTRA_PLUGINS. */
  extraPlugins: readonly string[];
}
/** The provider, or what is wrong with its name or its settings. */
export type FoundProvider<T> = { impl: T } | { problems: ConfigProblem[] };
/** Finds the providers that a process uses for itself, among those of the product and of the extra plugins. */
export interface ProviderFinder {
  secretProvider(id: string, place: ProviderPlace): Promise<FoundProvider<SecretRevealer>>;
  metricProvider(id: string, place: ProviderPlace): Promise<FoundProvider<MetricProvider>>;
}

/** The place that the sources describe. */
export function placeOf({ settings, variables }: Sources): ProviderPlace {
  const inForce = Object.fromEntries(settings.map(({ key, text }) => [key, text]));
  const plugins = SETTINGS.DISPATCH_EXTRA_PLUGINS.parse(inForce['DISPATCH_EXTRA_PLUGINS'] ?? '');
  return { variables: { ...variables, ...inForce }, extraPlugins: 'value' in plugins ? plugins.value : [] };
}

/** The metric providers that METRIC_PROVIDERS names, by their name; what is wrong with them is told as problems. */
export async function metricProvidersOf(sources: Sources, finder: ProviderFinder): Promise<{ providers: Map<string, MetricProvider>; problems: ConfigProblem[] }> {
  const names = SETTINGS.METRIC_PROVIDERS.parse(sources.settings.find((s) => s.key === 'METRIC_PROVIDERS')?.text ?? '');
  const providers = new Map<string, MetricProvider>();
  const problems: ConfigProblem[] = [];
  for (const name of 'value' in names ? new Set(names.value) : []) {
    const found = await finder.metricProvider(name, placeOf(sources));
    if ('impl' in found) providers.set(name, found.impl);
    else problems.push(...found.problems);
  }
  return { providers, problems };
}
