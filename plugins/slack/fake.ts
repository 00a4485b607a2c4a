import { createInbound, socketApp, type AppAddress, type Inbound } from './fake/inbound.ts';
import { clickThrough } from './fake/page/index.ts';
import { createApiServer, type OtherPages, type ServerState, type SlackCall, type SlackFaults } from './fake/server.ts';
import { createSocketHub, type SocketHub } from './fake/socket.ts';
import { createWorkspace, type SlackWorkspace } from './fake/workspace.ts';

/** A Slack workspace over real HTTP on loopback: refuses bad arguments and missing scopes as Slack does, loses answers, delays and limits on demand. */
export interface FakeSlack {
  /** Base URL of the server. */
  url: string;
  /** Setting `apiUrl` of the plugin: the Web API, with a slash at the end. */
  apiUrl: string;
  workspace: SlackWorkspace;
  calls: SlackCall[];
  faults: SlackFaults;
  setLatency(ms: number): void;
  /** Counts calls against the tiers of the methods from now on. */
  setRateLimits(on: boolean): void;
  /** Offers pages at {@link url} on which people act as users of the workspace, towards this app. */
  offerPages(app: AppAddress): void;
  /** Slack's side of the app: signed events, commands, actions. */
  inbound(app: AppAddress): Inbound;
  /** The app's sockets (socket mode), and what happens in the workspace as it is told through one of them. */
  sockets: SocketHub;
  socketInbound(): Inbound;
  stop(): Promise<void>;
}

/**
 * Starts a workspace on a free port. Its wire format, errors and limits are those of docs.slack.dev and of the types in `@slack/web-api`.
 */
export async function startFakeSlack(options: { token?: string; domain?: string; isEnterprise?: boolean; port?: number; now?: () => number } = {}): Promise<FakeSlack> {
  const state: ServerState = { workspace: createWorkspace(options), calls: [], plans: [], latencyMs: 0, hasRateLimits: false, recent: new Map(), openSocket: () => hub.ticket(url) };
  let pages: OtherPages = async () => false;
  const server = createApiServer(state, (exchange) => pages(exchange));
  const hub = createSocketHub(server);
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
  return {
    url,
    apiUrl: `${url}/api/`,
    workspace: state.workspace,
    calls: state.calls,
    faults: {
      add: (method, faults) => void state.plans.push({ method, faults: [...faults] }),
      clear: () => void (state.plans = []),
    },
    setLatency: (ms) => void (state.latencyMs = ms),
    setRateLimits: (on) => void (state.hasRateLimits = on),
    offerPages: (app) => void (pages = clickThrough({ workspace: state.workspace, inbound: createInbound(state.workspace, app, () => url) })),
    inbound: (app) => createInbound(state.workspace, app, () => url),
    sockets: hub,
    socketInbound: () => createInbound(state.workspace, socketApp(hub), () => url),
    async stop() {
      hub.drop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
