import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createBootstrapLink } from '../../api/bootstrap-link.ts';
import { approveRegistration, listRegistrations } from '../../models/registrations.ts';
import { freePort } from '../../scripts/parts/ports.ts';
import { startApi, type TestApi } from '../api/support/api.ts';
import { accessibilityFaults, openBrowser, openContext, shoot, type View } from '../support/browser.ts';
import { createOpenIdServer, type OpenIdServer } from '../support/openid-server.ts';

let api: TestApi;
let provider: OpenIdServer;
let browser: Browser;
const contexts: BrowserContext[] = [];
const failures: string[] = [];

beforeAll(async () => {
  const port = await freePort();
  const prefix = 'DISPATCH_AUTHENTICATION_PROVIDER';
  const issuer = `http://127.0.0.1:${port}`;
  const env = { [`${prefix}_SLUG`]: 'dispatch-auth-provider-pkce', [`${prefix}_PKCE_JWKS`]: `${issuer}/jwks`, [`${prefix}_PKCE_OPEN_ID_CONNECT_URL`]: issuer, [`${prefix}_PKCE_CLIENT_ID`]: 'dispatch-web', [`${prefix}_USE_ID_TOKEN`]: 'true' };
  [api, browser] = await Promise.all([startApi({ env }), openBrowser()]);
  provider = await createOpenIdServer({ port, uiUrl: api.url });
  await provider.start();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await provider?.stop();
  await api?.stop();
});

async function open(view: View = {}): Promise<Page> {
  const context = await openContext(browser, api.url, view);
  contexts.push(context);
  const page = await context.newPage();
  page.on('pageerror', (error) => failures.push(error.message));
  page.on('console', (line) => /Content.Security.Policy/i.test(line.text()) && failures.push(line.text()));
  return page;
}

/** Signs in on the provider's own page. */
async function proveAt(page: Page, name: string): Promise<void> {
  await page.waitForURL(`${provider.issuer}/interaction/**`);
  await page.locator('input[name=login]').fill(name);
  await page.locator('input[name=password]').fill('whatever');
  await page.locator('button[type=submit]').click();
}

const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor({ state: 'visible', timeout: 15_000 });

describe('signing in with OpenID Connect in the browser', () => {
  let olga: Page;

  it('makes the first administrator, and leaves no token where scripts can read it', async () => {
    olga = await open();
    await olga.goto('/incidents');
    await says(olga, 'Nobody is an administrator yet');
    await olga.goto((await createBootstrapLink(api.db, api.config))?.replace(api.config.server.uiUrl, api.url) ?? '');
    await olga.getByRole('button', { name: 'Sign in and set up' }).click();
    await proveAt(olga, 'olga');
    await olga.waitForURL(`${api.url}/`);
    await olga.getByRole('heading', { level: 1 }).waitFor();
    const cookies = await olga.context().cookies();
    expect(cookies.find((one) => one.name === 'dispatch_session')).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
    expect(await olga.evaluate<string>('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])')).not.toMatch(/eyJ|code_verifier/);
  });

  it('is renewed unseen before it ends', async () => {
    const before = (await olga.context().cookies()).find((one) => one.name === 'dispatch_session')?.value;
    await olga.clock.install();
    await olga.goto('/');
    await olga.getByRole('heading', { level: 1 }).waitFor();
    const renewed = olga.waitForResponse((response) => response.url().endsWith('/api/v1/session/oidc'));
    await olga.clock.fastForward('56:00');
    expect((await renewed).status()).toBe(200);
    expect((await olga.context().cookies()).find((one) => one.name === 'dispatch_session')?.value).not.toBe(before);
    expect(await olga.getByText('Your session ends').count()).toBe(0);
  });

  it('shows somebody new a page that says they wait, and lets them in once they are approved', async () => {
    const mia = await open({ theme: 'dark', width: 390 });
    await mia.goto('/incidents');
    await proveAt(mia, 'mia');
    await says(mia, 'You are signed in as mia@example.com. An administrator of');
    await shoot(mia, 'sign-in-waiting');
    expect(await accessibilityFaults(mia)).toEqual([]);
    const used = mia.url();
    const [request] = await listRegistrations(api.db, api.organizationId, 'pending');
    const person = await api.call<{ person: { id: string } }>('GET', '/api/v1/session', undefined, { cookie: (await olga.context().cookies(api.url)).map((one) => `${one.name}=${one.value}`).join('; ') });
    await approveRegistration(api.db, { organizationId: api.organizationId, id: request?.id ?? '', by: person.body.person.id }, 'member');
    await mia.getByRole('button', { name: 'Check again' }).click();
    await mia.waitForURL(`${api.url}/`);
    await mia.goto(used);
    await says(mia, 'This sign-in cannot be finished here');
  });

  it('ends at the provider too', async () => {
    await olga.goto('/');
    await olga.getByRole('button', { name: /Olga/ }).first().click();
    await olga.getByRole('menuitem', { name: 'Sign out' }).click();
    await olga.waitForURL(`${provider.issuer}/**`);
    await olga.locator('button[name=logout]').click();
    await olga.waitForURL(`${api.url}/sign-in*`);
    expect((await olga.context().cookies()).find((one) => one.name === 'dispatch_session')).toBeUndefined();
    await olga.getByRole('button', { name: 'Sign in' }).waitFor();
    await shoot(olga, 'sign-in-provider');
    expect(await accessibilityFaults(olga)).toEqual([]);
    await olga.goto('/tasks');
    await proveAt(olga, 'olga');
    await olga.waitForURL(`${api.url}/tasks`);
  });

  it('says so when the provider is not reached, and people who are in go on', async () => {
    await provider.stop();
    const eve = await open();
    await eve.goto('/incidents');
    await says(eve, 'The sign-in provider cannot be reached');
    await shoot(eve, 'sign-in-unreachable');
    await olga.goto('/tasks');
    await olga.getByRole('heading', { level: 1, name: /task/i }).waitFor();
    await olga.clock.fastForward('56:00');
    await says(olga, /^Your session ends at/);
    await shoot(olga, 'session-ends');
    expect(failures).toEqual([]);
  });
});
