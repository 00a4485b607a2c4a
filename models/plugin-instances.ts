import { randomUUID } from 'node:crypto';
import type { Cipher } from '../config/secrets.ts';
import { DomainError } from '../domain/errors.ts';
import type { Database } from './connect.ts';
import type { StoredSettings } from './records/plugin-instance.ts';
import { explainViolation, select, transaction } from './sql.ts';
import { projectIdOf, settingsChanged } from './settings/shared.ts';
import { storableJson } from './values.ts';

/** What a secret setting reads as; sent back unchanged it keeps the stored value (see plugins/settings.ts). */
const SECRET_MASK = '••••••••';

/** A configured plugin with its settings in clear; `project` is the name, null = the whole organization. */
export interface PluginInstance {
  id: string;
  pluginId: string;
  projectId: string | null;
  project: string | null;
  isEnabled: boolean;
  capabilities: string[];
  settings: Record<string, unknown>;
  /** Why secrets could not be read, e.g. another key; then they are missing in `settings`. */
  fault: string | null;
}

interface Row extends Omit<PluginInstance, 'settings' | 'fault'> {
  settings: StoredSettings;
}

const COLUMNS = `i.id, i.plugin_id as "pluginId", i.project_id as "projectId", p.name as project, i.is_enabled as "isEnabled", i.capabilities, i.settings`;

/** All instances of an organization, those of the organization before those of projects. */
export async function pluginInstances(db: Database, cipher: Cipher | null, organizationId: string): Promise<PluginInstance[]> {
  const rows = await select<Row>(db, `select ${COLUMNS} from plugin_instances i left join projects p on p.id = i.project_id where i.organization_id = $1 order by p.name nulls first, i.plugin_id`, [organizationId]);
  return rows.map((row) => ({ ...row, ...open(row.settings, cipher) }));
}

/** By organization, a text that is another one whenever something about its instances changed. */
export async function instanceVersions(db: Database): Promise<Map<string, string>> {
  const rows = await select<{ organization_id: string; version: string }>(db, `select organization_id, count(*) || ' ' || max(updated_at) || ' ' || count(*) filter (where is_enabled) as version from plugin_instances group by organization_id`);
  return new Map(rows.map((row) => [row.organization_id, row.version]));
}

/** What to store of a plugin; `secretNames` are the settings to encrypt. */
export interface PluginSetup {
  organizationId: string;
  project: string | null;
  pluginId: string;
  isEnabled: boolean;
  capabilities: string[];
  settings: Record<string, unknown>;
  secretNames: readonly string[];
}

/** Stores a plugin's settings for the organization or one project: secrets encrypted, masked ones kept. `conflict` when there are secrets and no DISPATCH_ENCRYPTION_KEY. */
export async function savePluginInstance(db: Database, cipher: Cipher | null, setup: PluginSetup): Promise<{ id: string }> {
  const { organizationId, pluginId } = setup;
  const projectId = await projectIdOf(db, organizationId, setup.project);
  return transaction(db, async (tx) => {
    const [there] = await select<{ id: string; settings: StoredSettings }>(
      tx,
      'select id, settings from plugin_instances where organization_id = $1 and project_id is not distinct from $2 and plugin_id = $3 for update',
      [organizationId, projectId, pluginId],
    );
    const settings = seal(setup, there?.settings ?? { plain: {}, secret: {} }, cipher);
    const id = there?.id ?? randomUUID();
    await select(
      tx,
      `insert into plugin_instances (id, organization_id, project_id, plugin_id, is_enabled, capabilities, settings) values ($1, $2, $3, $4, $5, $6, $7::jsonb)
       on conflict (id) do update set is_enabled = excluded.is_enabled, capabilities = excluded.capabilities, settings = excluded.settings, updated_at = now() returning id`,
      [id, organizationId, projectId, pluginId, setup.isEnabled, setup.capabilities, storableJson(settings)],
    );
    await settingsChanged(tx, organizationId, id);
    return { id };
  }).catch((error: unknown) => explainViolation(error, 'Somebody set this plugin up at the same time. Look at it again.'));
}

function seal({ settings, secretNames }: PluginSetup, before: StoredSettings, cipher: Cipher | null): StoredSettings {
  const sealed: StoredSettings = { plain: {}, secret: {} };
  for (const [name, value] of Object.entries(settings)) {
    if (!secretNames.includes(name)) {
      sealed.plain[name] = value;
    } else if (value === SECRET_MASK) {
      const kept = before.secret[name];
      if (kept !== undefined) sealed.secret[name] = kept;
    } else if (typeof value === 'string' && value !== '') {
      if (cipher === null) throw new DomainError('conflict', 'Secrets cannot be stored: DISPATCH_ENCRYPTION_KEY is not set.', [{ pointer: `/settings/${name}`, detail: 'set DISPATCH_ENCRYPTION_KEY and start again' }]);
      sealed.secret[name] = cipher.encrypt(value);
    }
  }
  return sealed;
}

function open(stored: StoredSettings, cipher: Cipher | null): { settings: Record<string, unknown>; fault: string | null } {
  const settings = { ...stored.plain };
  let fault: string | null = null;
  for (const [name, sealed] of Object.entries(stored.secret ?? {})) {
    try {
      if (cipher === null) throw new Error('DISPATCH_ENCRYPTION_KEY is not set, so stored secrets cannot be read.');
      settings[name] = cipher.decrypt(sealed);
    } catch (error) {
      fault = error instanceof Error ? error.message : String(error);
    }
  }
  return { settings, fault };
}
