import { DomainError } from '../../domain/errors.ts';
import { recordAudit } from '../../models/audit.ts';
import type { Database } from '../../models/connect.ts';
import { pluginInstances, savePluginInstance, type PluginInstance } from '../../models/plugin-instances.ts';
import { projectIdOf } from '../../models/settings/shared.ts';
import { transaction } from '../../models/sql.ts';
import type { Health } from '../../plugins/contract.ts';
import type { PluginInfo } from '../../plugins/registry.ts';
import { maskSecrets, secretsOfAnotherPlace, unmaskSecrets } from '../../plugins/settings.ts';
import { auditOf } from '../audit.ts';
import { changedFields } from '../audited.ts';
import type { routes } from '../contract/index.ts';
import type { ApiDeps } from '../deps.ts';
import type { Answer, Call, Handlers } from '../http/handler.ts';

type Routes = (typeof routes)['settings']['plugins'];
type View = Answer<Routes['configure']>;
const HEALTH_MS = 4_000;

async function infoOf(deps: ApiDeps, id: string): Promise<PluginInfo> {
  const all = await deps.registry.plugins();
  const found = all.find((plugin) => plugin.id === id);
  if (found) return found;
  throw new DomainError('not-found', `There is no plugin "${id}"; there are: ${all.map((p) => p.id).join(', ')}.`);
}

async function healthOf(deps: ApiDeps, organizationId: string, place: { projectId: string | null; pluginId: string }): Promise<Health> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Health>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, detail: `does not answer within ${HEALTH_MS / 1000} s` }), HEALTH_MS);
  });
  return Promise.race([deps.registry.health({ organizationId, ...place }), late]).finally(() => clearTimeout(timer));
}

async function instanceView(deps: ApiDeps, info: PluginInfo, found: { organizationId: string; instance: PluginInstance }): Promise<View['instances'][number]> {
  const { instance, organizationId } = found;
  const { id, project, isEnabled, capabilities, projectId, pluginId } = instance;
  const asked = isEnabled ? await healthOf(deps, organizationId, { projectId, pluginId }) : null;
  const health = instance.fault === null ? asked : { ok: false, detail: instance.fault };
  return { id, project, isEnabled, capabilities, settings: maskSecrets(instance.settings, info.secrets), health };
}

async function view(deps: ApiDeps, info: PluginInfo, found: { organizationId: string; instances: PluginInstance[] }): Promise<View> {
  const { id, name, description, setup, capabilities, schema, secrets } = info;
  const own = found.instances.filter((instance) => instance.pluginId === id);
  const place = { organizationId: found.organizationId, projectId: null, pluginId: id };
  const [guide, ...instances] = await Promise.all([deps.registry.guide(place), ...own.map((instance) => instanceView(deps, info, { organizationId: found.organizationId, instance }))]);
  return { id, name, description, setup, capabilities: [...capabilities], schema, secrets: [...secrets], instances, guide };
}

function checkCapabilities(info: PluginInfo, asked: readonly string[]): void {
  const fields = asked.flatMap((name, i) => ((info.capabilities as readonly string[]).includes(name) ? [] : [{ pointer: `/capabilities/${i}`, detail: `is none of ${info.capabilities.join(', ')}` }]));
  if (fields.length > 0) throw new DomainError('unknown-reference', `${info.name} does not offer “${asked[Number(fields[0]?.pointer.split('/').at(-1))]}”.`, fields);
}

async function checkSettings(deps: ApiDeps, info: PluginInfo, settings: Record<string, unknown>): Promise<void> {
  const problems = await deps.registry.checkSettings(info.id, settings);
  if (problems.length === 0) return;
  const fields = problems.map(({ setting, detail }) => ({ pointer: setting.startsWith('(') ? '/settings' : `/settings/${setting.replaceAll('.', '/')}`, detail }));
  throw new DomainError('invalid-request', `The settings of ${info.name} are not valid: ${problems.map((p) => `${p.setting} ${p.detail}`).join('; ')}`, fields);
}

// Switched off, too: it would be switched on later, with the secret at the new place.
function checkPlaces(info: PluginInfo, sent: Record<string, unknown>, stored: Record<string, unknown>): void {
  const fields = secretsOfAnotherPlace(sent, stored, info.secrets).map((name) => ({ pointer: `/settings/${name}`, detail: 'enter it again: the address that it is sent to changed' }));
  if (fields.length > 0) throw new DomainError('invalid-request', `A secret of ${info.name} is sent only where it was entered for. Its address changed, so enter the secret again.`, fields);
}

// Of secrets the log says which ones changed, never what they are.
async function auditSetup(tx: Database, call: Call<Routes['configure']>, { info, projectId, before }: { info: PluginInfo; projectId: string | null; before: PluginInstance | undefined }): Promise<void> {
  const { deps, viewer, body } = call;
  const { organizationId } = viewer;
  const after = (await pluginInstances(tx, deps.cipher, organizationId)).find((i) => i.pluginId === info.id && i.projectId === projectId);
  const shown = (instance: PluginInstance | undefined) => (instance ? { isEnabled: instance.isEnabled, capabilities: instance.capabilities, ...maskSecrets(instance.settings, info.secrets) } : null);
  const secretsChanged = info.secrets.filter((name) => before?.settings[name] !== after?.settings[name]);
  const change = changedFields(shown(before), shown(after)) ?? { before: null, after: null };
  if (change.after === null && secretsChanged.length === 0) return;
  const label = body.project === null ? info.name : `${info.name} in ${body.project}`;
  await recordAudit(tx, { ...auditOf(call), organizationId, action: before ? 'plugin.updated' : 'plugin.created', subject: { kind: 'plugin', id: info.id, label }, before: change.before, after: { ...change.after, ...(secretsChanged.length > 0 ? { secretsChanged } : {}) } });
}

async function configure(call: Call<Routes['configure']>): Promise<View> {
  const { deps, viewer, params, body } = call;
  const { organizationId } = viewer;
  const info = await infoOf(deps, params.plugin);
  checkCapabilities(info, body.capabilities);
  const projectId = await projectIdOf(deps.db, organizationId, body.project);
  const stored = (await pluginInstances(deps.db, deps.cipher, organizationId)).find((i) => i.pluginId === info.id && i.projectId === projectId);
  checkPlaces(info, body.settings, stored?.settings ?? {});
  // What is switched off may be incomplete, so that it can be switched off although its settings are wrong.
  if (body.isEnabled) await checkSettings(deps, info, unmaskSecrets(body.settings, stored?.settings ?? {}, info.secrets));
  await transaction(deps.db, async (tx) => {
    await savePluginInstance(tx, deps.cipher, { organizationId, project: body.project, pluginId: info.id, isEnabled: body.isEnabled, capabilities: [...new Set(body.capabilities)], settings: body.settings, secretNames: info.secrets });
    await auditSetup(tx, call, { info, projectId, before: stored });
  });
  deps.registry.invalidate(organizationId);
  return view(deps, info, { organizationId, instances: await pluginInstances(deps.db, deps.cipher, organizationId) });
}

/** Plugins with their instances; secrets never leave, they read as a mask that keeps the stored value when sent back. */
export const plugins: Handlers<Routes> = {
  async list({ deps, viewer }) {
    const { organizationId } = viewer;
    const [infos, instances] = await Promise.all([deps.registry.plugins(), pluginInstances(deps.db, deps.cipher, organizationId)]);
    return { data: await Promise.all(infos.map((info) => view(deps, info, { organizationId, instances }))) };
  },
  configure,
  async check({ deps, viewer, params, body }) {
    const info = await infoOf(deps, params.plugin);
    const projectId = await projectIdOf(deps.db, viewer.organizationId, body.project);
    deps.registry.invalidate(viewer.organizationId);
    return healthOf(deps, viewer.organizationId, { projectId, pluginId: info.id });
  },
};
