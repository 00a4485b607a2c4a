import type { FoundProvider, ProviderFinder, ProviderPlace } from '../config/providers.ts';
import { type CapabilityMap, type Plugin, type PluginContext, VendorError } from './contract.ts';
import { ExtraPluginError, loadExtraPlugins } from './extra.ts';
import { createHttp } from './http.ts';
import type { LazyPlugin } from './index.ts';
import { createOutbound } from './outbound/index.ts';

type ProcessCapability = 'secretProvider' | 'metricProvider';
interface ProcessPlugin extends LazyPlugin {
  capability: ProcessCapability;
}

/** The product's plugins that serve a process and no organization: who reveals its secrets, who gets its metrics. One line each. */
const PROCESS_PLUGINS: readonly ProcessPlugin[] = [
  { id: 'kms-secret', capability: 'secretProvider', load: async () => (await import('./kms-secret/index.ts')).kmsSecret },
  { id: 'metatron-secret', capability: 'secretProvider', load: async () => (await import('./metatron-secret/index.ts')).metatronSecret },
  { id: 'prometheus', capability: 'metricProvider', load: async () => (await import('./prometheus/index.ts')).prometheus },
  { id: 'statsd', capability: 'metricProvider', load: async () => (await import('./statsd/index.ts')).statsd },
];
const SETTING = { secretProvider: 'SECRET_PROVIDER', metricProvider: 'METRIC_PROVIDERS' } as const;

/** Finds the providers that a process uses for itself, for `openConfig`. Their settings are variables: the names in the plugin's schema. */
export const processProviders: ProviderFinder = {
  secretProvider: (id, place) => find('secretProvider', id, place),
  metricProvider: (id, place) => find('metricProvider', id, place),
};

async function find<C extends ProcessCapability>(name: C, id: string, place: ProviderPlace): Promise<FoundProvider<CapabilityMap[C]>> {
  const own = PROCESS_PLUGINS.filter((plugin) => plugin.capability === name);
  const lazy = own.find((plugin) => plugin.id === id);
  if (lazy !== undefined) return connected(name, await lazy.load(), place);
  try {
    const extra = (await loadExtraPlugins(place.extraPlugins)).filter((plugin) => plugin.capabilities.includes(name));
    const plugin = extra.find((one) => one.id === id);
    if (plugin !== undefined) return connected(name, plugin, place);
    const allowed = [...own, ...extra].map((one) => one.id).join(', ');
    return { problems: [{ key: SETTING[name], found: JSON.stringify(id), allowed: `${allowed}, or the id of a plugin of DISPATCH_EXTRA_PLUGINS` }] };
  } catch (error) {
    if (!(error instanceof ExtraPluginError)) throw error;
    return { problems: [{ key: 'DISPATCH_EXTRA_PLUGINS', found: error.message, allowed: 'plugins that can be loaded' }] };
  }
}

function connected<C extends ProcessCapability>(name: C, plugin: Plugin, { variables }: ProviderPlace): FoundProvider<CapabilityMap[C]> {
  const settings = plugin.settings.safeParse(variables);
  if (!settings.success) {
    return { problems: settings.error.issues.map((issue) => ({ key: String(issue.path[0] ?? SETTING[name]), found: foundText(plugin, variables[String(issue.path[0])]), allowed: `for ${plugin.id}: ${issue.message}` })) };
  }
  const impl = plugin.connect(settings.data, PROCESS_CONTEXT)[name];
  return impl === undefined ? { problems: [{ key: SETTING[name], found: JSON.stringify(plugin.id), allowed: `a plugin that has the capability ${name} it lists` }] } : { impl };
}

function foundText(plugin: Plugin, value: string | undefined): string {
  if (value === undefined || value === '') return 'nothing';
  return plugin.secrets.length > 0 ? `a value of ${value.length} characters` : JSON.stringify(value);
}

/** Operators set these plugins up, not people in the web, so private addresses are theirs to use. */
const { fetch, openSocket } = createOutbound({ allow: ['*'] });
const PROCESS_CONTEXT: PluginContext = {
  organizationId: '',
  projectId: null,
  webUrl: '',
  organizationSlug: '',
  fetch,
  openSocket,
  createHttp: (http) => createHttp({ ...http, fetch, now: () => new Date() }),
  vendorError: (kind, message, retryAfterMs = null) => new VendorError(kind, message, retryAfterMs),
  now: () => new Date(),
  get store(): never {
    throw new Error('A plugin of the whole process has no store.');
  },
};
