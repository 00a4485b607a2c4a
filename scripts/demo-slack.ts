import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { type Config, openConfig } from '../config/load.ts';
import { createCipher } from '../config/secrets.ts';
import { connect, type Database } from '../models/connect.ts';
import { savePluginInstance } from '../models/plugin-instances.ts';
import { ensureFoundation } from '../models/seed.ts';
import { createProject, listProjects } from '../models/settings/projects.ts';
import { select } from '../models/sql.ts';
import { processProviders } from '../plugins/process.ts';
import { startFakeSlack } from '../plugins/slack/fake.ts';
import { addChannel, addUser, type SlackWorkspace } from '../plugins/slack/fake/workspace.ts';
import { slack } from '../plugins/slack/index.ts';

/** The project whose incidents are run in the stand-in; all others keep the conversation that they have. */
const PROJECT = 'As in Slack';
const SAVE_EVERY_MS = 5_000;

const { config } = await openConfig(processProviders, { part: 'migrate' });
const file = process.env['DEMO_SLACK_FILE'] ?? '';
const secrets = { botToken: `xoxb-${randomBytes(12).toString('hex')}`, signingSecret: randomBytes(16).toString('hex') };
const db = connect(config.database, { poolSize: 2, applicationName: 'dispatch-demo-slack' });
const fake = await startFakeSlack({ port: Number(process.env['DEMO_SLACK_PORT'] ?? 0), domain: 'demo' });
const { organizationId, slug } = await ensureFoundation(db);
restore(fake.workspace);
fake.workspace.installation.token = secrets.botToken;
await people(db, fake.workspace);
await setUp(true);
fake.offerPages({ baseUrl: `http://127.0.0.1:${config.server.port}/api/v1/${slug}/events/slack`, signingSecret: secrets.signingSecret });
const saving = setInterval(save, SAVE_EVERY_MS);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());

/** Points the project's Slack here, or switches it off: without the stand-in its incidents have the built-in conversation. */
async function setUp(isEnabled: boolean): Promise<void> {
  const there = (await listProjects(db, organizationId)).some(({ name }) => name === PROJECT);
  if (!there) await createProject(db, organizationId, { name: PROJECT, description: 'Its incidents are run in the demo’s stand-in for Slack.', keyPrefix: 'SLK', isDefault: false, isEnabled: true, settings: {} });
  const settings = { ...secrets, adminToken: fake.workspace.installation.adminToken, apiUrl: fake.apiUrl, spaceCalls: false };
  await savePluginInstance(db, cipherOf(config), { organizationId, project: PROJECT, pluginId: slack.id, isEnabled, capabilities: ['conversation'], settings, secretNames: slack.secrets ?? [] });
}

async function stop(): Promise<void> {
  clearInterval(saving);
  save();
  try {
    await setUp(false);
  } finally {
    await Promise.all([fake.stop(), db.close()]);
  }
}

function save(): void {
  const { now: _, ...kept } = fake.workspace;
  writeFileSync(`${file}.new`, serialize(kept), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** What happened there before; nothing at the first start, or when it cannot be read. */
function restore(workspace: SlackWorkspace): void {
  try {
    // Its rules are those of this version, also where an older one kept them otherwise.
    const { installation, whoRemoves } = workspace;
    Object.assign(workspace, deserialize(readFileSync(file)), { installation, whoRemoves, responses: new Map() });
  } catch {
    addChannel(workspace, { name: 'general', creator: workspace.installation.botUserId });
  }
}

/** Whoever the organization knows has an account in the workspace, and is in #general. */
async function people(from: Database, workspace: SlackWorkspace): Promise<void> {
  const rows = await select<{ email: string; name: string; title: string | null }>(from, 'select email, name, title from people where organization_id = $1 and is_active order by name limit 200', [organizationId]);
  const known = new Set([...workspace.users.values()].map(({ email }) => email));
  const general = [...workspace.channels.values()].find(({ name }) => name === 'general');
  for (const { email, name, title } of rows) {
    if (known.has(email)) continue;
    const user = addUser(workspace, { name: email.split('@')[0] ?? email, realName: name, email, title: title ?? '' });
    general?.members.add(user.id);
  }
}

function cipherOf({ encryptionKey }: Config) {
  return encryptionKey === null ? null : createCipher(encryptionKey);
}
