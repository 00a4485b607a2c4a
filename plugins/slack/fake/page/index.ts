import { readFileSync } from 'node:fs';
import { field } from '../blocks.ts';
import type { Inbound } from '../inbound.ts';
import { bodyOf, type OtherPages } from '../server.ts';
import type { SlackUser, SlackWorkspace } from '../workspace.ts';
import { ACTS } from './acts.ts';
import { textAt, wordsAt } from './blocks.ts';
import { choosePage, visibleTo, workspacePage } from './layout.ts';

interface Answer {
  status: number;
  type: 'text/html' | 'text/css' | 'text/javascript' | 'application/json';
  text: string;
}
interface Kit {
  workspace: SlackWorkspace;
  inbound: Inbound;
}

const ASSETS: Record<string, Answer['type']> = { '/page.css': 'text/css', '/page.js': 'text/javascript' };
const json = (value: unknown, status = 200): Answer => ({ status, type: 'application/json', text: JSON.stringify(value) });
const page = (text: string): Answer => ({ status: 200, type: 'text/html', text });

/** The pages on which people act as users of the workspace: what they do reaches the app as Slack's signed requests. Only a browser on this machine gets them. */
export function clickThrough(kit: Kit): OtherPages {
  return async ({ request, response }) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const answer = isFromHere(request.headers) ? await answerTo(kit, { method: request.method ?? 'GET', url, read: () => bodyOf(request) }) : json({ say: 'Only for this machine.' }, 403);
    if (answer === null) return false;
    response.writeHead(answer.status, {
      'content-type': `${answer.type}; charset=utf-8`, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'none'; img-src data:; frame-ancestors 'none'; base-uri 'none'",
    }).end(answer.text);
    return true;
  };
}

/** A page elsewhere must not act for people here: neither through a name of its own for this machine, nor from its own address. */
function isFromHere({ host = '', origin }: { host?: string | undefined; origin?: string | undefined }): boolean {
  const isLocal = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host);
  return isLocal && (origin === undefined || origin === `http://${host}`);
}

async function answerTo(kit: Kit, { method, url, read }: { method: string; url: URL; read: () => Promise<string> }): Promise<Answer | null> {
  const [, area = '', userId = '', what = ''] = url.pathname.split('/');
  const asset = ASSETS[url.pathname];
  if (asset !== undefined) return { status: 200, type: asset, text: readFileSync(new URL(`.${url.pathname}`, import.meta.url), 'utf8') };
  if (url.pathname === '/') return page(choosePage(kit.workspace));
  const user = kit.workspace.users.get(userId);
  if (user === undefined) return null;
  if (area === 'as') return page(show(kit.workspace, user, what));
  if (area === 'options') return json(await optionsFor(kit, user, url.searchParams));
  const act = area === 'act' && method === 'POST' && Object.hasOwn(ACTS, what) ? ACTS[what] : undefined;
  return act === undefined ? null : json(await act({ ...kit, user, form: new URLSearchParams(await read()) }).catch((error: unknown) => ({ say: `Dispatch cannot be reached: ${error instanceof Error ? error.message : String(error)}` })));
}

function show(workspace: SlackWorkspace, user: SlackUser, what: string): string {
  if (what === 'home') return workspacePage({ workspace, user, at: 'home' });
  const channels = visibleTo({ workspace, user });
  return workspacePage({ workspace, user, at: channels.find(({ id }) => id === what) ?? channels.find((c) => !c.isIm && !c.isArchived) ?? null });
}

async function optionsFor({ workspace, inbound }: Kit, user: SlackUser, query: URLSearchParams): Promise<{ value: string; words: string }[]> {
  const view = workspace.views.get(query.get('view') ?? '');
  const { body } = await inbound.options({ user: user.id, actionId: query.get('action_id') ?? '', value: query.get('value') ?? '', ...(view === undefined ? {} : { view }) });
  const options = field(body, 'options');
  return Array.isArray(options) ? options.map((one) => ({ value: textAt(one, 'value'), words: wordsAt(one, 'text') })) : [];
}
