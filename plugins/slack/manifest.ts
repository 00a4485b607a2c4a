import type { AppsManifestCreateArguments } from '@slack/web-api';
import { EVENTS, SCOPES } from './scopes.ts';
import { commandNames } from './settings.ts';

/** Where the app talks to, and how its commands are called. */
export interface ManifestPlace {
  /** Address of the product as people and Slack reach it, without a slash at the end. */
  webUrl: string;
  /** The organization's short name in addresses. */
  organization: string;
  commandPrefix: string;
  commandNames: string;
}

/** Commands that get a slash command of their own: its name behind the prefix, what it does, and what may follow it. */
export const SLASH_COMMANDS: readonly { name: string; does: string; hint?: string }[] = [
  { name: 'report-incident', does: 'Report an incident', hint: '[title]' },
  { name: 'list-incidents', does: 'List the open incidents', hint: '[words]' },
  { name: 'list-tasks', does: 'List the tasks of this incident' },
  { name: 'list-my-tasks', does: 'List your open tasks' },
  { name: 'list-participants', does: 'List who takes part' },
  { name: 'update-participant', does: 'Give a participant another role, or remove them' },
  { name: 'engage-oncall', does: 'Bring in whoever is on call' },
  { name: 'assign-role', does: 'Give somebody a role', hint: '[role @person]' },
  { name: 'update-incident', does: 'Change title, type, severity, priority, tags' },
  { name: 'notifications-group', does: 'Change who is told about this incident' },
  { name: 'report-tactical', does: 'Write a tactical report' },
  { name: 'report-executive', does: 'Write an executive report' },
  { name: 'add-timeline-event', does: 'Add a note to the timeline', hint: '[text]' },
  { name: 'create-task', does: 'Create a task', hint: '["title" @assignee due 2h]' },
  { name: 'summary', does: 'Show where this incident stands' },
  { name: 'run-workflow', does: 'Run a runbook' },
  { name: 'list-workflows', does: 'List the runs of runbooks' },
];
const SHORTCUTS = [
  { name: 'Report an incident', type: 'global', callback_id: 'report-incident', description: 'Report an incident to Dispatch' },
  { name: 'Report as an incident', type: 'message', callback_id: 'report-incident-from-message', description: 'Report an incident from this message' },
  { name: 'Add to the timeline', type: 'message', callback_id: 'add-to-timeline', description: 'Keep this message on the timeline' },
  { name: 'Make it a task', type: 'message', callback_id: 'create-task', description: 'Make a task of this message' },
] as const;

/** The addresses that Slack sends requests to. */
export function addressesOf({ webUrl, organization }: Pick<ManifestPlace, 'webUrl' | 'organization'>): { label: string; url: string }[] {
  const base = `${webUrl}/api/v1/${encodeURIComponent(organization)}/events/slack`;
  return [
    { label: 'Event subscriptions', url: `${base}/event` },
    { label: 'Slash commands', url: `${base}/command` },
    { label: 'Interactivity & shortcuts', url: `${base}/action` },
    { label: 'Select menus (options load URL)', url: `${base}/menu` },
  ];
}

type Manifest = AppsManifestCreateArguments['manifest'];
type BotScopes = NonNullable<NonNullable<NonNullable<Manifest['oauth_config']>['scopes']>['bot']>;

/** The app as Slack makes it from a manifest (docs.slack.dev/reference/app-manifest): with socket mode it names no addresses. */
export function manifestOf({ isSocket, ...place }: ManifestPlace & { isSocket: boolean }): Manifest {
  const [events, commands, actions, menus] = addressesOf(place).map(({ url }) => url);
  const own = new Map([...(commandNames(place.commandNames) ?? [])].map(([typed, command]) => [command, typed]));
  const command = (name: string, rest: { does: string; hint?: string | undefined }) => ({
    command: name, description: rest.does, should_escape: true, ...(rest.hint === undefined ? {} : { usage_hint: rest.hint }), ...(isSocket ? {} : { url: commands ?? '' }),
  });
  const { hostname } = new URL(place.webUrl);
  return {
    display_information: { name: 'Dispatch', description: 'Runs your incidents: channels, roles, tasks, reports, timeline.', background_color: '#1f2530' },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: 'Dispatch', always_online: true },
      shortcuts: [...SHORTCUTS],
      slash_commands: [command(place.commandPrefix, { does: 'Everything Dispatch can do; begin with help', hint: 'help' }), ...SLASH_COMMANDS.map(({ name, ...rest }) => command(own.get(name) ?? `${place.commandPrefix}-${name}`, rest))],
      // Slack takes no addresses without a dot here
      ...(hostname.includes('.') ? { unfurl_domains: [hostname] } : {}),
    },
    // the SDK's list of scopes lacks `canvases:read`, which bots have (docs.slack.dev/reference/scopes/canvases.read)
    oauth_config: { scopes: { bot: [...SCOPES] as BotScopes } },
    settings: {
      event_subscriptions: { ...(isSocket ? {} : { request_url: events ?? '' }), bot_events: EVENTS.map(({ event }) => event) },
      interactivity: { is_enabled: true, ...(isSocket ? {} : { request_url: actions ?? '', message_menu_options_url: menus ?? '' }) },
      org_deploy_enabled: false,
      socket_mode_enabled: isSocket,
      token_rotation_enabled: false,
    },
  };
}
