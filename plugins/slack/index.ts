import type { Capabilities, Health, Plugin, PluginContext, SetupGuide } from '../contract.ts';
import { ANSWERS } from './answers.ts';
import { createClient } from './client.ts';
import { slackContact } from './contact.ts';
import { slackConversation } from './conversation.ts';
import { slackRequest } from './inbound/index.ts';
import { workspaceOf } from './kit.ts';
import { addressesOf, manifestOf } from './manifest.ts';
import { lackingScopes, scopesByFeature } from './scopes.ts';
import { SlackSettings } from './settings.ts';
import { listenToSocket } from './socket.ts';
import { socketState } from './socket-state.ts';

/** Slack: the incident's channel, direct messages, and the workspace's members as a directory. */
export const slack: Plugin<SlackSettings> = {
  id: 'slack',
  name: 'Slack',
  description: 'Each incident gets a channel; commands, buttons and forms there do what the web does.',
  setup: 'Create an app at https://api.slack.com/apps → “From a manifest” with the manifest below (or the output of `npx dispatch slack manifest`), install it to the workspace, and copy its bot token and signing secret.',
  settings: SlackSettings,
  secrets: ['botToken', 'signingSecret', 'appToken', 'adminToken'],
  capabilities: ['conversation', 'contact'],
  connect(settings, context): Capabilities {
    const { kit, directory } = workspaceOf(settings, context);
    return { conversation: slackConversation(kit, directory), contact: slackContact(kit, directory) };
  },
  health,
  events: (settings, context, { request, host }) => slackRequest({ settings, context }, request, host),
  listen: (settings, context, host) => (settings.appToken ? listenToSocket({ ...settings, appToken: settings.appToken }, context, host) : null),
  guide,
};

async function health(settings: SlackSettings, context: PluginContext): Promise<Health> {
  const client = createClient(settings, context);
  const inbound = inboundPart(settings, context);
  try {
    const answer = await client.call({ method: 'auth.test', read: ANSWERS.self });
    const granted = answer.response_metadata?.scopes;
    const where = `Connected to ${answer.team ?? 'the workspace'} (${answer.url})`;
    if (granted === undefined) return { ok: inbound.ok, detail: `${where}${inbound.ok ? '' : `, but the socket is ${inbound.detail}`}; which scopes are granted is not said there`, parts: [inbound] };
    const lacking = lackingScopes(granted);
    const parts = [inbound, ...scopesByFeature(granted).map(({ feature, scopes, lacking: less }) => ({ label: feature, ok: less.length === 0, detail: less.length === 0 ? scopes.join(', ') : `lacks ${less.join(', ')}` }))];
    if (lacking.length > 0) return { ok: false, detail: `${where}, but the app lacks scopes: ${lacking.join(', ')}. Add them under OAuth & Permissions and install the app again`, parts };
    if (!inbound.ok) return { ok: false, detail: `${where}, but the socket is ${inbound.detail}`, parts };
    return { ok: true, detail: `${where}; all scopes are granted`, parts };
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error), parts: [inbound] };
  }
}

/** How commands and events reach us; a process without a socket of its own (the worker, `doctor`) cannot tell how that of the API is doing. */
function inboundPart(settings: SlackSettings, context: PluginContext): { label: string; ok: boolean; detail: string } {
  const label = 'commands and events';
  if (!settings.appToken) return { label, ok: true, detail: 'through the request addresses' };
  const state = socketState(settings, context);
  return { label, ok: state?.ok ?? true, detail: state === null ? 'through a socket that the API holds' : state.ok ? `through a socket, ${state.detail}` : state.detail };
}

function guide(settings: SlackSettings | null, context: Pick<PluginContext, 'webUrl' | 'organizationSlug'>): SetupGuide {
  const at = { webUrl: context.webUrl, organization: context.organizationSlug, commandPrefix: settings?.commandPrefix ?? '/dispatch', commandNames: settings?.commandNames ?? '' };
  const text = (isSocket: boolean) => `${JSON.stringify(manifestOf({ ...at, isSocket }), null, 2)}\n`;
  return {
    addresses: addressesOf(at),
    texts: [
      { label: 'App manifest', hint: 'For a Dispatch that Slack can reach over HTTPS.', text: text(false) },
      { label: 'App manifest for socket mode', hint: 'For a Dispatch that Slack cannot reach; also make an app-level token with connections:write and enter it below.', text: text(true) },
    ],
  };
}
