import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { CAPABILITIES, type Plugin } from './contract.ts';

/** A plugin that was asked for from outside cannot be used; the message names the entry and the remedy. */
export class ExtraPluginError extends Error {
  constructor(entry: string, problem: string) {
    super(`DISPATCH_EXTRA_PLUGINS: ${entry}: ${problem}`);
    this.name = 'ExtraPluginError';
  }
}

/**
 * Loads plugins that are not part of the product: `entries` are absolute paths of modules or names of installed packages, each exporting
 * one plugin as `plugin` or as its default. Throws {@link ExtraPluginError} for the first one that cannot be used; none is skipped, because
 * an incident that silently lacks its provider is worse than a process that does not start.
 */
export async function loadExtraPlugins(entries: readonly string[]): Promise<Plugin[]> {
  const plugins: Plugin[] = [];
  for (const entry of entries) {
    const plugin = await loadOne(entry);
    if (plugins.some((other) => other.id === plugin.id))
      throw new ExtraPluginError(
        entry,
        `a plugin with the id “${plugin.id}” is already loaded: name each plugin once`,
      );
    plugins.push(plugin);
  }
  return plugins;
}

const PACKAGE_NAME = /^(@[a-z0-9~][a-z0-9._~-]*\/)?[a-z0-9~][a-z0-9._~-]*(\/[A-Za-z0-9._~/-]+)?$/;

async function loadOne(entry: string): Promise<Plugin> {
  if (!path.isAbsolute(entry) && !PACKAGE_NAME.test(entry)) {
    throw new ExtraPluginError(
      entry,
      'is neither an absolute path nor a package name, e.g. /opt/dispatch/acme.js or @acme/dispatch-plugin',
    );
  }
  const loaded = await load(entry);
  const found = loaded['plugin'] ?? loaded['default'];
  const problem = problemOf(found);
  if (problem !== null) throw new ExtraPluginError(entry, problem);
  return found as Plugin;
}

async function load(entry: string): Promise<Record<string, unknown>> {
  try {
    return (await import(path.isAbsolute(entry) ? pathToFileURL(entry).href : entry)) as Record<
      string,
      unknown
    >;
  } catch (error) {
    throw new ExtraPluginError(
      entry,
      `cannot be loaded (${error instanceof Error ? error.message : String(error)}): check the path, or install the package beside Dispatch`,
    );
  }
}

/** What keeps a value from being a {@link Plugin}, null when nothing does. */
function problemOf(value: unknown): string | null {
  if (value === null || typeof value !== 'object')
    return 'exports no plugin: export it as `plugin` or as the default';
  const plugin = new Map<string, unknown>(Object.entries(value));
  const id = plugin.get('id');
  if (typeof id !== 'string' || !/^[a-z0-9][a-z0-9-]{0,59}$/.test(id))
    return 'its `id` must be 1 to 60 lower-case letters, digits and dashes';
  const text = ['name', 'description', 'setup'].find((field) => typeof plugin.get(field) !== 'string');
  if (text) return `its \`${text}\` must be a text`;
  const method = ['connect', 'health'].find((field) => typeof plugin.get(field) !== 'function');
  if (method) return `its \`${method}\` must be a function`;
  const settings = plugin.get('settings');
  if (settings === null || typeof settings !== 'object' || !('safeParse' in settings))
    return 'its `settings` must be a zod schema';
  if (!Array.isArray(plugin.get('secrets'))) return 'its `secrets` must be a list of setting names';
  return capabilityProblem(plugin.get('capabilities'));
}

function capabilityProblem(value: unknown): string | null {
  if (!Array.isArray(value) || value.length === 0)
    return 'its `capabilities` must list at least one capability';
  const known: readonly unknown[] = CAPABILITIES;
  const unknown = value.find((name) => !known.includes(name));
  return unknown === undefined
    ? null
    : `its capability “${String(unknown)}” is not one of ${CAPABILITIES.join(', ')}`;
}
