import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { IncidentDetail } from '../../api/contract/incidents.ts';
import { openBrowser, openContext } from '../support/browser.ts';
import { settled } from '../support/client.ts';
import { startDispatch, type RunningDispatch } from '../support/dispatch.ts';
import { MARKUP, SHORT, TRICKS, WORST } from '../support/hostile-texts.ts';

let dispatch: RunningDispatch;
let browser: Browser;
let page: Page;
let incident: IncidentDetail;
let deliveries: { id: string; message: string }[] = [];
/** Everything that must not happen, wherever it happened. */
const faults: string[] = [];

beforeAll(async () => {
  [dispatch, browser] = await Promise.all([startDispatch(), openBrowser()]);
  page = await (await openContext(browser, dispatch.url)).newPage();
  const tell = (what: string): void => void faults.push(`${page.url()}: ${what.slice(0, 300)}`);
  page.on('dialog', (dialog) => (tell(`a dialog says ${dialog.message()}`), void dialog.dismiss()));
  page.on('pageerror', (error) => tell(`a script failed: ${error.message}`));
  page.on('console', (message) => (message.type() === 'error' ? tell(`the console says ${message.text()}`) : undefined));
  page.on('request', (request) => {
    const asked = new URL(request.url());
    if (!['data:', 'blob:'].includes(asked.protocol) && (asked.origin !== dispatch.url || /\/x$|%22/.test(asked.pathname))) tell(`${request.url()} was asked for`);
  });
  await fillEverything();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await dispatch?.stop();
}, 60_000);

/** Writes the texts into every field that is shown anywhere. */
async function fillEverything(): Promise<void> {
  const { api } = dispatch;
  const write = async (method: string, path: string, body: unknown): Promise<{ id: string }> => {
    const { status, body: answer } = await api.call<{ id: string }>(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`);
    return answer;
  };
  const named = (name: string, more: object = {}): object => ({ name: `${SHORT} ${name}`, description: WORST.slice(0, 900), ...more });
  const place = `${SHORT} place`;
  await write('POST', '/people', { email: 'nadia@example.com', name: `${SHORT} [N](javascript:window.hit=18)`, title: MARKUP, team: place, department: place, location: place });
  await write('POST', '/incident-types', named('type', { incidentTemplate: `# {{title}}\n\n{{description}}\n\n${WORST}`, reviewTemplate: `# {{title}}\n\n${WORST}` }));
  await write('POST', '/incident-severities', named('severity', { rank: 2 }));
  await write('POST', '/incident-priorities', named('priority', { rank: 2 }));
  await write('POST', '/projects', named('project', { keyPrefix: 'EVIL', settings: { welcomeText: WORST, announcementAddresses: ['all@example.com'] } }));
  const service = await write('POST', '/services', named('service'));
  await write('POST', '/engagement-rules', { name: `${SHORT} rule`, rank: 1, target: { kind: 'service', service: service.id }, role: 'participant' });
  await write('POST', '/service-accounts', named('robot', { description: MARKUP, accessLevel: 'member' }));
  await write('POST', '/account/tokens', { name: `${SHORT} token`, scopes: ['read'] });
  await write('POST', '/cost/models', named('model', { description: MARKUP, settings: { kind: 'roles' } }));
  await write('POST', '/invitations', { email: 'ivy@example.com', name: `${SHORT} Ivy`, accessLevel: 'member', by: 'mail' });
  const words = { type: `${SHORT} type`, severity: `${SHORT} severity`, priority: `${SHORT} priority`, project: `${SHORT} project` };
  const declared = await api.declare({ title: `${SHORT} <!channel> [T](javascript:window.hit=19)`, description: WORST, reporterEmail: 'nadia@example.com', tags: [SHORT, 'a<svg/onload=window.hit=20>'], ...words });
  await api.until(declared.id, settled);
  const at = `/incidents/${declared.id}`;
  await write('POST', `${at}/events`, { text: WORST });
  await write('POST', `${at}/messages`, { body: WORST });
  await write('POST', `${at}/reports`, { kind: 'tactical', conditions: WORST, actions: WORST, needs: WORST });
  await write('POST', `${at}/reports`, { kind: 'executive', currentStatus: WORST, overview: WORST, nextSteps: WORST });
  await write('POST', `${at}/tasks`, { title: `${SHORT} task`, description: WORST, assigneeEmail: 'nadia@example.com' });
  await write('POST', `${at}/roles`, { email: 'nadia@example.com', role: 'commander' });
  await write('PATCH', at, { resolution: WORST });
  await write('POST', `${at}/cost/lines`, { kind: 'other', amount: '10.00', note: `${SHORT} line` });
  await fetch(`${dispatch.url}/api/v1/default${at}/files?name=${encodeURIComponent(`${SHORT}.svg`)}`, { method: 'POST', headers: { 'content-type': 'image/svg+xml', 'x-dispatch-csrf': '1' }, body: MARKUP });
  await write('POST', `${at}/stage`, { stage: 'closed', reason: WORST.slice(0, 1900) });
  incident = await api.until(declared.id, (i) => i.stage === 'review' && i.postmortem?.state === 'scheduled');
  const { body } = await api.call<{ data: { id: string; kind: string; revision: number }[] }>('GET', `${at}/documents`);
  for (const { id } of body.data) {
    const { revision } = (await api.call<{ revision: number }>('GET', `/documents/${id}`)).body;
    await write('PUT', `/documents/${id}`, { body: `# ${SHORT}\n\n${WORST}`, revision });
  }
  deliveries = (await api.call<{ data: typeof deliveries }>('GET', '/deliveries?limit=200')).body.data;
}

/** What of a page is more than text although people wrote it; runs in the browser. Mails are looked at as their frame would read them. */
const dangersAmong = (mails: readonly string[] = []): Promise<string[]> => page.evaluate(`(() => {
  const found = window.hit === undefined ? [] : ['window.hit is ' + window.hit];
  const own = (address) => { const { protocol, origin } = new URL(address, location.href); return origin === location.origin || protocol === 'blob:'; };
  const look = (root, isMail) => {
    for (const element of root.querySelectorAll('*')) {
      const tag = element.tagName.toLowerCase();
      const where = (isMail ? 'mail: ' : '') + element.outerHTML.slice(0, 160);
      for (const { name } of element.attributes) if (/^on/i.test(name)) found.push(name + ' in ' + where);
      if (tag === 'script' && (isMail || !element.src || !own(element.src))) found.push(where);
      if (/^(object|embed|applet|foreignobject)$/.test(tag) || (isMail && /^(iframe|form|input|base|img|svg|link)$/.test(tag))) found.push(where);
      if (tag === 'img' && !isMail && !own(element.src) && !element.src.startsWith('data:')) found.push(where);
      if (tag === 'iframe' && !isMail) {
        if (!element.hasAttribute('sandbox') || element.sandbox.contains('allow-scripts')) found.push(where);
        look(new DOMParser().parseFromString(element.srcdoc.replace('<base target="_blank">', ''), 'text/html'), true);
      }
      for (const name of ['href', 'xlink:href', 'action', 'formaction']) {
        const address = element.getAttribute(name);
        if (address !== null && !/^(https?:|mailto:|tel:|[/#?]|$)/i.test(address.trim())) found.push(name + ' in ' + where);
      }
    }
  };
  look(document, false);
  for (const mail of ${JSON.stringify(mails)}) look(new DOMParser().parseFromString(mail, 'text/html'), true);
  return found;
})()`);

/** Opens a page, waits until it shows one of the texts as text (in a mail: until its frame is there), and notes every danger in it. */
async function lookAt(path: string, shows: string | null): Promise<void> {
  await page.goto(path);
  await page.locator('main h1, main h2').first().waitFor();
  if (shows !== null) await page.getByText(shows).first().waitFor();
  for (const danger of await dangersAmong()) faults.push(`${path}: ${danger}`);
}

describe('texts that would run', () => {
  it.each(['', '?tab=conversation', '?tab=timeline', '?tab=updates', '?tab=documents', '?tab=postmortem', '/receipt', '/postmortem'])('are shown as text by the page of the incident at %j', async (rest) => {
    await lookAt(`/incidents/${incident.key}${rest}`, 'onerror=window.hit');
    expect(faults.splice(0)).toEqual([]);
  });

  it.each(['/', '/incidents', '/tasks?show=open', '/postmortems', '/analytics/cost', '/outbox', '/account', '/settings/people', '/settings/services', '/settings/joining', '/settings/service-accounts', '/settings/audit', '/settings/retention'])('and by %s', async (path) => {
    await lookAt(path, 'onerror=window.hit');
    expect(faults.splice(0)).toEqual([]);
  });

  it.each(['types', 'severities', 'priorities', 'projects', 'rules', 'roles'])('and by the process, part %s', async (part) => {
    await lookAt(`/settings/process?part=${part}`, part === 'roles' ? null : 'onerror=window.hit');
    expect(faults.splice(0)).toEqual([]);
  });

  it('and by a page that is filled from its own address', async () => {
    await lookAt(`/declare?${new URLSearchParams({ title: SHORT, description: TRICKS }).toString()}`, null);
    await lookAt(`/incidents?q=${encodeURIComponent(SHORT)}`, null);
    expect(faults.splice(0)).toEqual([]);
  });

  it('and in every kind of mail, read in the outbox', async () => {
    const kinds = new Map(deliveries.map((one) => [one.message, one.id]));
    const mails = await Promise.all([...kinds.values()].map(async (id) => (await dispatch.api.call<{ html: string }>('GET', `/deliveries/${id}`)).body.html));
    expect(mails.filter((html) => html.includes('onerror=')).length).toBeGreaterThan(5);
    await lookAt(`/outbox?open=${deliveries[0]?.id ?? ''}`, null);
    await page.locator('iframe[srcdoc]').first().waitFor();
    expect([await dangersAmong(mails), faults.splice(0)]).toEqual([[], []]);
  });

  it('and when they arrive while somebody looks', async () => {
    await lookAt(`/incidents/${incident.key}?tab=conversation`, 'onerror=window.hit');
    await dispatch.api.call('POST', `/incidents/${incident.id}/messages`, { body: `Just now ${WORST}` });
    await page.getByText('Just now').first().waitFor();
    expect([await dangersAmong(), faults.splice(0)]).toEqual([[], []]);
  });
});
