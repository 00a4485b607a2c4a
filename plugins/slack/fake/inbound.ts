import { createHmac } from 'node:crypto';
import { checkOptions, field } from './blocks.ts';
import type { SocketHub } from './socket.ts';
import { nextId, type SlackChannel, type SlackMessage, type SlackView, type SlackWorkspace } from './workspace.ts';

/** Where the app takes what happens in the workspace, and the secret it is signed with. */
export interface AppAddress {
  /** e.g. `http://127.0.0.1:8000/api/v1/default/events/slack`; `/event`, `/command`, `/action` or `/menu` is added. */
  baseUrl: string;
  signingSecret: string;
}
/** The app's answer to one request of Slack. */
export interface AppAnswer {
  status: number;
  body: unknown;
  /** How long it took in ms; Slack wants it within 3 s. */
  tookMs: number;
}
/** A request of Slack, however it is brought to the app. */
interface Sent {
  path: string;
  body: string;
  contentType: string;
}
/** An app in socket mode. */
export interface SocketApp {
  deliver(request: Sent, how: Tampering): Promise<AppAnswer>;
}
/** What may be wrong with a request on purpose. */
export interface Tampering {
  secret?: string;
  /** Seconds by which the timestamp is off. */
  skewSeconds?: number;
  retry?: number;
  dropSignature?: boolean;
}

const FORM = 'application/x-www-form-urlencoded';

/** The signature of a request as Slack makes it (docs.slack.dev/authentication/verifying-requests-from-slack). */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

/** The same requests as envelopes of a socket; an acknowledgement is what 200 is to HTTP. */
export function socketApp(hub: SocketHub): SocketApp {
  return {
    async deliver({ path, body }, { retry }) {
      const begin = performance.now();
      const form = () => Object.fromEntries(new URLSearchParams(body));
      const envelope = path === 'event' ? { type: 'events_api', payload: JSON.parse(body) as unknown } : path === 'command' ? { type: 'slash_commands', payload: form() } : { type: 'interactive', payload: JSON.parse(form()['payload'] ?? '{}') as unknown };
      const answer = await hub.deliver({ ...envelope, ...(retry === undefined ? {} : { retry_attempt: retry }) });
      return { status: answer === null ? 504 : 200, body: answer ?? '', tookMs: performance.now() - begin };
    },
  };
}

async function send(app: AppAddress | SocketApp, request: Sent, how: Tampering = {}): Promise<AppAnswer> {
  if ('deliver' in app) return app.deliver(request, how);
  const { path, body, contentType } = request;
  const timestamp = String(Math.floor(Date.now() / 1000) + (how.skewSeconds ?? 0));
  const begin = performance.now();
  const response = await fetch(`${app.baseUrl}/${path}`, {
    method: 'POST',
    body,
    headers: {
      'content-type': contentType, 'x-slack-request-timestamp': timestamp,
      ...(how.dropSignature === true ? {} : { 'x-slack-signature': signatureOf(how.secret ?? app.signingSecret, timestamp, body) }),
      ...(how.retry === undefined ? {} : { 'x-slack-retry-num': String(how.retry), 'x-slack-retry-reason': 'http_timeout' }),
    },
  });
  const text = await response.text();
  return { status: response.status, body: (response.headers.get('content-type') ?? '').includes('json') ? JSON.parse(text) : text, tookMs: performance.now() - begin };
}

/** What happens in the workspace and is told to the app. */
export interface Inbound {
  /** An Events API envelope around `event`; the same `eventId` again is Slack's retry. */
  event(event: Record<string, unknown>, options?: { eventId?: string } & Tampering): Promise<AppAnswer>;
  /** A typed slash command. */
  command(input: { user: string; channel: string; command: string; text?: string }, how?: Tampering): Promise<AppAnswer & { responses: unknown[]; triggerId: string }>;
  /** A pressed button or changed select of a message or a view; `responses` = what was posted to its response url, which only buttons of a channel have. */
  action(input: { user: string; actions: Record<string, unknown>[]; channel?: SlackChannel; message?: SlackMessage; view?: SlackView }, how?: Tampering): Promise<AppAnswer & { responses: unknown[]; triggerId: string }>;
  /** A submitted modal; `values` by block id and action id. */
  submit(input: { user: string; view: SlackView; values: Record<string, Record<string, unknown>> }, how?: Tampering): Promise<AppAnswer>;
  /** A global shortcut, or one on a message. */
  shortcut(input: { user: string; callbackId: string; channel?: SlackChannel; message?: SlackMessage }, how?: Tampering): Promise<AppAnswer & { triggerId: string }>;
  /** What a dynamic select asks while somebody types. */
  options(input: { user: string; actionId: string; value: string; view?: SlackView }, how?: Tampering): Promise<AppAnswer>;
  /** The last request once more, signed anew: what Slack does when it saw no answer. */
  again(): Promise<AppAnswer>;
}

/** Brings requests to the app; `again` brings the last one once more. */
function carrierTo(app: AppAddress | SocketApp) {
  let last: Sent | null = null;
  return {
    deliver: (request: Sent, how?: Tampering): Promise<AppAnswer> => send(app, (last = request), how),
    again(): Promise<AppAnswer> {
      if (last === null) throw new Error('nothing was sent yet');
      return send(app, last, { retry: 1 });
    },
  };
}

/** A trigger opens one view within three seconds. */
function newTrigger(workspace: SlackWorkspace, user: string): string {
  const id = `${nextId(workspace, 'T')}.1`;
  workspace.triggers.set(id, { user, endsAt: workspace.now() + 3000, isUsed: false });
  return id;
}

/** Slack shows “We had some trouble connecting” for an answer to a modal that it cannot use: errors name input blocks, each with a text (docs.slack.dev/surfaces/modals). */
function refuseBadAnswer(body: unknown, { view }: SlackView): void {
  if (field(body, 'response_action') !== 'errors') return;
  const errors = Object.entries(Object(field(body, 'errors')));
  const inputs = new Set(Array.isArray(view['blocks']) ? view['blocks'].filter((block) => field(block, 'type') === 'input').map((block) => field(block, 'block_id')) : []);
  const isUsable = errors.length > 0 && errors.every(([id, words]) => inputs.has(id) && typeof words === 'string' && words !== '');
  if (!isUsable) throw new Error(`Slack takes no such errors: ${JSON.stringify(errors)}`);
}

const shown = (view: SlackView | undefined) => (view === undefined ? {} : { view: { ...view.view, id: view.id, hash: view.hash, root_view_id: view.id, state: view.view['state'] ?? { values: {} } } });

/** How Slack talks to the app. `responseBase` = where response urls point. */
export function createInbound(workspace: SlackWorkspace, app: AppAddress | SocketApp, responseBase: () => string): Inbound {
  const envelope = { token: 'legacy', team_id: workspace.teamId, api_app_id: workspace.installation.appId };
  const { deliver, again } = carrierTo(app);
  const trigger = (user: string): string => newTrigger(workspace, user);
  const who = (id: string) => ({ id, username: workspace.users.get(id)?.name ?? id, name: workspace.users.get(id)?.name ?? id, team_id: workspace.teamId });
  const place = (channel: SlackChannel | undefined) => (channel === undefined ? {} : { channel: { id: channel.id, name: channel.isPrivate ? 'privategroup' : channel.name } });
  const responseUrl = (channel: string, user: string): string => {
    const path = `/respond/${channel}/${user}/${nextId(workspace, 'R')}`;
    workspace.responses.set(path, { since: workspace.now(), posts: [] });
    return `${responseBase()}${path}`;
  };
  const interactive = (payload: Record<string, unknown>, how: Tampering | undefined, path = 'action') =>
    deliver({ path, body: new URLSearchParams({ payload: JSON.stringify({ ...envelope, team: { id: workspace.teamId, domain: workspace.domain }, ...payload }) }).toString(), contentType: FORM }, how);
  return {
    event: (event, { eventId = nextId(workspace, 'Ev'), ...how } = {}) =>
      deliver({ path: 'event', body: JSON.stringify({ ...envelope, type: 'event_callback', event_id: eventId, event_time: Math.floor(workspace.now() / 1000), event }), contentType: 'application/json' }, how),
    async command({ user, channel, command, text = '' }, how) {
      if (workspace.channels.get(channel)?.isArchived === true) throw new Error('Slack lets nobody type in an archived channel');
      const triggerId = trigger(user);
      const url = responseUrl(channel, user);
      const form = { ...envelope, team_domain: workspace.domain, channel_id: channel, channel_name: workspace.channels.get(channel)?.name ?? '', user_id: user, user_name: workspace.users.get(user)?.name ?? '', command, text, response_url: url, trigger_id: triggerId };
      const answer = await deliver({ path: 'command', body: new URLSearchParams(form).toString(), contentType: FORM }, how);
      return { ...answer, triggerId, responses: workspace.responses.get(new URL(url).pathname)?.posts ?? [] };
    },
    async action({ user, actions, channel, message, view }, how) {
      const triggerId = trigger(user);
      const url = channel === undefined ? null : responseUrl(channel.id, user);
      const answer = await interactive({
        type: 'block_actions', user: who(user), trigger_id: triggerId, actions: actions.map((a) => ({ action_ts: String(workspace.now() / 1000), ...a })), ...place(channel), ...shown(view),
        ...(message === undefined ? {} : { message: { ts: message.ts, text: message.text, blocks: message.blocks }, container: { type: 'message', message_ts: message.ts, channel_id: channel?.id ?? '' } }),
        ...(url === null ? {} : { response_url: url }),
      }, how);
      return { ...answer, triggerId, responses: url === null ? [] : (workspace.responses.get(new URL(url).pathname)?.posts ?? []) };
    },
    async submit({ user, view, values }, how) {
      const answer = await interactive({ type: 'view_submission', user: who(user), trigger_id: trigger(user), view: { ...view.view, id: view.id, hash: view.hash, root_view_id: view.id, state: { values } } }, how);
      const next = field(answer.body, 'response_action');
      refuseBadAnswer(answer.body, view);
      // an empty 200 closes the modal; `errors` keeps it; `update` replaces it
      if (answer.status === 200 && (next === undefined || next === 'clear')) workspace.views.delete(view.id);
      const updated = field(answer.body, 'view');
      if (next === 'update' && updated !== null && typeof updated === 'object') view.view = Object.fromEntries(Object.entries(updated));
      return answer;
    },
    async shortcut({ user, callbackId, channel, message }, how) {
      const triggerId = trigger(user);
      const answer = await interactive({
        type: message === undefined ? 'shortcut' : 'message_action', callback_id: callbackId, user: who(user), trigger_id: triggerId, ...place(channel),
        ...(message === undefined ? {} : { message: { ts: message.ts, text: message.text, user: message.user, type: 'message' }, message_ts: message.ts, response_url: responseUrl(channel?.id ?? '', user) }),
      }, how);
      return { ...answer, triggerId };
    },
    async options({ user, actionId, value, view }, how) {
      const answer = await interactive({ type: 'block_suggestion', user: who(user), action_id: actionId, block_id: actionId, value, ...shown(view) }, how, 'menu');
      if (answer.status === 200) checkOptions(field(answer.body, 'options'), 100);
      return answer;
    },
    again,
  };
}
