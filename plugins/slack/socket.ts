import type { SocketModeClient } from '@slack/socket-mode';
import { z } from 'zod';
import type { InboundHost, InboundResult, Listener, PluginContext } from '../contract.ts';
import { slackCode } from './errors.ts';
import { onEnvelope, onInteraction, onSlashCommand } from './inbound/index.ts';
import { workspaceOf, type Workspace } from './kit.ts';
import type { SlackSettings } from './settings.ts';
import { setSocketState } from './socket-state.ts';

const CONNECT_MS = 20_000;
const STOP_MS = 2_000;
const SHORT_MS = 10_000;
const LONGEST_PAUSE_MS = 60_000;
/** An app-level token that Slack refuses stays refused; it is asked again now and then, because it may be repaired there. */
const REFUSED_PAUSE_MS = 5 * 60_000;
const REFUSALS = new Set(['not_authed', 'invalid_auth', 'account_inactive', 'token_revoked', 'no_permission', 'missing_scope', 'not_allowed_token_type', 'socket_mode_not_enabled', 'forbidden_team']);

const Received = z.object({ type: z.string(), body: z.unknown(), ack: z.custom<(response?: Record<string, unknown>) => Promise<void>>((value) => typeof value === 'function') });

/**
 * Takes what Slack sends through a WebSocket in place of requests to us, with the same handlers, and opens it again whenever it breaks. What could not
 * be stored is not acknowledged, so that Slack sends it again. The SDK's own reconnecting is off: what it cannot connect to for good would end the process.
 */
export function listenToSocket(settings: SlackSettings & { appToken: string }, context: PluginContext, host: InboundHost): Listener {
  const workspace = workspaceOf(settings, context);
  const stopping = new AbortController();
  const state = (words: { ok: boolean; detail: string }) => setSocketState(settings, context, words);
  const run = async (): Promise<void> => {
    for (let failures = 0; !stopping.signal.aborted; ) {
      const begin = Date.now();
      try {
        await session({ settings, context }, { workspace, host, signal: stopping.signal, onConnected: () => state({ ok: true, detail: `connected since ${context.now().toISOString()}` }) });
        state({ ok: false, detail: 'connecting again' });
        // Slack ends connections now and then and wants the next at once; one that ends again and again must not be asked for in a loop.
        failures = Date.now() - begin < SHORT_MS ? failures + 1 : 0;
        if (failures > 1) await pause(Math.min(LONGEST_PAUSE_MS, 500 * 2 ** failures), stopping.signal);
      } catch (error) {
        failures += 1;
        const reason = slackCode(error) ?? (error instanceof Error ? error.message : 'the connection broke');
        state({ ok: false, detail: `cannot be connected: ${reason}` });
        await pause(REFUSALS.has(reason) ? REFUSED_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, 500 * 2 ** failures), stopping.signal);
      }
    }
  };
  state({ ok: false, detail: 'connecting' });
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
      setSocketState(settings, context, null);
    },
  };
}

interface Session {
  workspace: Workspace;
  host: InboundHost;
  signal: AbortSignal;
  onConnected(): void;
}

/** One connection, from opening to its end; rejects when it could not be opened. */
async function session({ settings, context }: { settings: SlackSettings & { appToken: string }; context: PluginContext }, { workspace, host, signal, onConnected }: Session): Promise<void> {
  const client = await clientOf(settings, context);
  const ended = new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
  const close = () => void client.disconnect().catch(() => undefined);
  client.on('slack_event', (event: unknown) => host.later(() => receive(workspace, host, event)));
  signal.addEventListener('abort', close, { once: true });
  try {
    if (signal.aborted) return;
    await within(CONNECT_MS, client.start());
    onConnected();
    // Slack may never answer the end of a connection; a process that stops does not wait for that.
    await Promise.race([ended, aborted(signal).then(() => pause(STOP_MS))]);
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}

async function clientOf(settings: SlackSettings & { appToken: string }, context: PluginContext): Promise<SocketModeClient> {
  const { SocketModeClient, LogLevel } = await import('@slack/socket-mode');
  const silent = () => undefined;
  const apiUrl = settings.apiUrl.endsWith('/') ? settings.apiUrl : `${settings.apiUrl}/`;
  return new SocketModeClient({
    appToken: settings.appToken,
    autoReconnectEnabled: false,
    logger: { debug: silent, info: silent, warn: silent, error: silent, setLevel: silent, setName: silent, getLevel: () => LogLevel.ERROR },
    clientOptions: {
      slackApiUrl: apiUrl, timeout: settings.timeoutMs, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, allowAbsoluteUrls: false,
      async fetch(url, init) {
        const response = await context.fetch(url, init);
        await checkAddress(response.clone(), apiUrl);
        return response;
      },
    },
  });
}

const Opened = z.object({ url: z.string() });

/** The socket's address comes from outside: only Slack's own hosts, or the one that the settings name, are connected to. */
async function checkAddress(response: Response, apiUrl: string): Promise<void> {
  const opened = Opened.safeParse(await response.json().catch(() => null));
  if (!opened.success) return;
  const url = URL.parse(opened.data.url);
  const isSlack = url?.protocol === 'wss:' && (url.hostname.endsWith('.slack.com') || url.hostname.endsWith('.slack-gov.com'));
  if (!isSlack && url?.hostname !== new URL(apiUrl).hostname) throw new Error('the address of the socket is not Slack’s');
}

async function receive(workspace: Workspace, host: InboundHost, value: unknown): Promise<void> {
  const received = Received.safeParse(value);
  if (!received.success) return;
  const { type, body, ack } = received.data;
  const result = await answer(workspace, host, { type, body });
  if (result.status >= 300) return;
  // An end of the connection in between makes Slack send it again; what it does happens once.
  await ack(isObject(result.body) ? result.body : undefined).catch(() => undefined);
}

function answer(workspace: Workspace, host: InboundHost, { type, body }: { type: string; body: unknown }): Promise<InboundResult> {
  if (type === 'events_api') return onEnvelope(workspace, host, body);
  if (type === 'slash_commands') return onSlashCommand(workspace, host, body);
  if (type === 'interactive') return onInteraction(workspace, host, body);
  return Promise.resolve({ status: 200, body: null });
}

const isObject = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object';
const aborted = (signal: AbortSignal): Promise<void> => new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })));

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    if (signal === undefined) timer.unref();
    else if (signal.aborted) done();
    else signal.addEventListener('abort', done, { once: true });
  });
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('Slack did not answer in time')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
