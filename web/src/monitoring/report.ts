import type { BrowserClient, Scope } from '@sentry/browser';
import { monitoring, onlyWhatHelps } from '../../../api/contract/monitoring.ts';
import { call } from '../api/client.ts';

let reporter: Promise<{ client: BrowserClient; scope: Scope } | null> | null = null;

/** Reports an error to where the API says, or to nobody. Pages are named by their kind and the incident's key, never by what was typed. */
export async function report(error: Error): Promise<void> {
  reporter ??= begin();
  const ready = await reporter;
  if (ready === null) return;
  const scope = ready.scope.clone();
  scope.setTags(placeOf(window.location.pathname));
  ready.client.captureException(error, { mechanism: { type: 'web', handled: false } }, scope);
}

async function begin(): Promise<{ client: BrowserClient; scope: Scope } | null> {
  const { sentry } = await call(monitoring.get, {});
  if (sentry === null) return null;
  const { BrowserClient, defaultStackParser, makeFetchTransport, Scope } = await import('@sentry/browser');
  const { dsn, release, environment, tags } = sentry;
  // Without the package's integrations: they collect clicks, addresses, requests and console lines.
  const client = new BrowserClient({ dsn, release, environment, transport: makeFetchTransport, stackParser: defaultStackParser, integrations: [], beforeSend: onlyWhatHelps });
  const scope = new Scope();
  scope.setTags({ ...tags, part: 'web' });
  scope.setClient(client);
  client.init();
  return { client, scope };
}

/** `/incidents/INC-42/postmortem` is the page `/incidents/:incident/postmortem` of the incident INC-42; what is no word of ours stays out. */
function placeOf(pathname: string): Record<string, string> {
  const incident = /^\/incidents\/([\w-]{1,64})(?=\/|$)/.exec(pathname)?.[1];
  const page = pathname.split('/').slice(0, 6).map((part, place) => (incident !== undefined && place === 2 ? ':incident' : /^[a-z-]{0,30}$/.test(part) ? part : ':other')).join('/');
  return incident === undefined ? { page } : { page, incident };
}
