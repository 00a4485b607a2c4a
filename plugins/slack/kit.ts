import { createHash } from 'node:crypto';
import type { PluginContext } from '../contract.ts';
import { createSelf, type SlackKit } from './channels.ts';
import { createClient } from './client.ts';
import { createDirectory, type Directory } from './directory.ts';
import type { SlackSettings } from './settings.ts';

/** What everything about one workspace works with. */
export interface Workspace {
  kit: SlackKit;
  directory: Directory;
}

const MOST = 100;
const known = new Map<string, Workspace>();

/** The workspace of an instance: kept, so that people are not looked up again for each event; never shared between tokens, projects or organizations. */
export function workspaceOf(settings: SlackSettings, context: PluginContext): Workspace {
  const key = createHash('sha256').update(JSON.stringify([context.organizationId, context.projectId, context.webUrl, settings])).digest('hex');
  const there = known.get(key);
  if (there) return there;
  if (known.size >= MOST) known.clear();
  const client = createClient(settings, context);
  const made = { kit: { settings, context, client, self: createSelf(client) }, directory: createDirectory(client) };
  known.set(key, made);
  return made;
}
