import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Arguments, METHODS, Refusal } from './methods.ts';
import { emptyWorkspace, type Workspace } from './workspace.ts';

/** What goes wrong with a call. `lost` = done, but the answer does not arrive; `unsent` = the call does not arrive; `hang` = no answer comes. */
export type Trouble = 'lost' | 'unsent' | 'hang' | 'garbage' | { status: number; retryAfter?: string };
/** A running double. */
export interface SlackDouble {
  /** What becomes the plugin's `apiUrl`; ends in a slash. */
  apiUrl: string;
  workspace: Workspace;
  /** Names of the methods that were called, and how their arguments came. */
  calls: { method: string; type: string; args: Arguments }[];
  /** The next calls that it fits end so, in this order; without `fits` whatever comes. */
  trouble(list: readonly Trouble[], fits?: (method: string) => boolean): void;
  /** Forgets what was still to go wrong. */
  calm(): void;
  stop(): Promise<void>;
}

/** What the app was installed with; that a method is unknown all the same is no matter of scopes. */
const SCOPES = 'app_mentions:read,bookmarks:read,bookmarks:write,canvases:read,canvases:write,channels:history,channels:manage,channels:read,chat:write,commands,groups:history,groups:read,groups:write,im:history,im:write,links:read,links:write,pins:read,pins:write,reactions:read,users:read,users:read.email';

/**
 * A second Slack beside the plugin's fake, written from Slack's public documentation alone (docs.slack.dev): it knows the methods of a chat and nothing
 * else, keeps optional fields to itself, and has ids of other shapes. What the plugin does with it, it does with whatever speaks Slack's protocol.
 */
export async function startSlackDouble(options: Partial<Pick<Workspace, 'without' | 'pageSize'>> = {}): Promise<SlackDouble> {
  const workspace = emptyWorkspace(options);
  const calls: SlackDouble['calls'] = [];
  const planned: { trouble: Trouble; fits: (method: string) => boolean }[] = [];
  const server = createServer((request, response) => {
    void receive(request).then((body) => {
      const [path = ''] = (request.url ?? '').split('?');
      const method = path.replace(/^\/api\//, '');
      const { type, args } = read(request, body);
      calls.push({ method, type, args });
      const at = planned.findIndex(({ fits }) => fits(method));
      const [hit] = at === -1 ? [] : planned.splice(at, 1);
      respond({ workspace, method, args, authorization: request.headers.authorization ?? '', trouble: hit?.trouble ?? null }, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    apiUrl: `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/api/`,
    workspace,
    calls,
    trouble: (list, fits = () => true) => void planned.push(...list.map((trouble) => ({ trouble, fits }))),
    calm: () => void planned.splice(0),
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function receive(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

/** Forms and JSON alike, as the Web API takes them. */
function read(request: IncomingMessage, body: string): { type: string; args: Arguments } {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  return { type, args: type === 'application/json' ? (JSON.parse(body) as Arguments) : Object.fromEntries(new URLSearchParams(body)) };
}

interface Asked {
  workspace: Workspace;
  method: string;
  args: Arguments;
  authorization: string;
  trouble: Trouble | null;
}

function respond(asked: Asked, response: ServerResponse): void {
  const { trouble } = asked;
  if (trouble === 'hang') return;
  if (trouble === 'unsent') return void response.destroy();
  if (trouble !== null && typeof trouble === 'object') return void response.writeHead(trouble.status, trouble.retryAfter === undefined ? {} : { 'retry-after': trouble.retryAfter }).end();
  if (trouble === 'garbage') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
  const answer = answerTo(asked);
  if (trouble === 'lost') return void response.destroy();
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'x-oauth-scopes': SCOPES }).end(JSON.stringify(answer));
}

function answerTo({ workspace, method, args, authorization }: Asked): object {
  const isAdmin = method.startsWith('admin.');
  const token = isAdmin ? workspace.adminToken : workspace.token;
  const work = token === null || workspace.without.some((name) => method === name || (name.endsWith('.') && method.startsWith(name))) ? undefined : METHODS[method];
  const needed = workspace.forbidden.get(method);
  if (work === undefined) return { ok: false, error: 'unknown_method', req_method: method };
  if (authorization === '') return { ok: false, error: 'not_authed' };
  if (authorization !== `Bearer ${token}`) return { ok: false, error: 'invalid_auth' };
  if (needed !== undefined) return { ok: false, error: 'missing_scope', needed, provided: SCOPES };
  try {
    return { ok: true, ...work(workspace, args) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error: error.message, ...error.more };
    throw error;
  }
}
