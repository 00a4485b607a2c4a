import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { hashPassword } from '../../api/auth/passwords.ts';
import { saveAccount } from '../../models/accounts.ts';
import { freePort } from '../../scripts/parts/ports.ts';
import { startApi, type TestApi } from '../api/support/api.ts';
import { mailsTo, until } from '../api/support/mail.ts';
import { accessibilityFaults, openBrowser, openContext, shoot, type View } from '../support/browser.ts';

const [OWNER, PASSWORD, NEWCOMER] = ['olga@example.com', 'four plain words together', 'nadia.rahman@example.com'];
let api: TestApi;
let browser: Browser;
let site: string;
const failures: string[] = [];

beforeAll(async () => {
  const port = await freePort();
  site = `http://127.0.0.1:${port}`;
  [api, browser] = await Promise.all([startApi({ port, env: { DISPATCH_UI_URL: site, STATIC_DIR: process.env['DISPATCH_TEST_WEB'] ?? 'web/dist' } }), openBrowser()]);
  await api.person('olga', 'owner');
  await saveAccount(api.db, { email: OWNER, passwordHash: await hashPassword(PASSWORD) });
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await api?.stop();
});

async function open(view: View = {}): Promise<Page> {
  const tab = await (await openContext(browser, site, view)).newPage();
  tab.on('pageerror', (error) => failures.push(error.message));
  return tab;
}
const says = (tab: Page, text: string | RegExp) => tab.getByText(text).first().waitFor({ state: 'visible', timeout: 15_000 });
const press = (tab: Page, name: string) => tab.getByRole('button', { name, exact: true }).first().click();
async function inspect(tab: Page, name: string): Promise<void> {
  await shoot(tab, `accounts-${name}`);
  expect(await accessibilityFaults(tab)).toEqual([]);
}
async function signIn(tab: Page, email: string, password: string): Promise<void> {
  await tab.goto('/sign-in');
  await tab.getByLabel('E-mail address').fill(email);
  await tab.getByRole('textbox', { name: 'Password' }).fill(password);
  await press(tab, 'Sign in');
}
/** The one-time link of the newest mail of a kind to the newcomer. */
async function linkIn(message: string): Promise<string> {
  let text = '';
  await until(async () => {
    text = (await mailsTo(api, NEWCOMER)).findLast((mail) => mail.message === message)?.text ?? '';
    return text.includes('token=');
  });
  return /https?:\/\/\S+token=\S+/.exec(text)?.[0] ?? '';
}

describe('coming in by oneself', () => {
  let guest: Page;
  let owner: Page;

  it('asks, confirms the address, waits, and is let in by an owner who sees it at once', async () => {
    owner = await open({ theme: 'dark' });
    await signIn(owner, OWNER, PASSWORD);
    await says(owner, 'Invite your colleagues');
    await press(owner, 'Stay with the built-in one');
    await says(owner, '1 of 6 done');
    guest = await open({ width: 390, height: 844 });
    await guest.goto('/sign-in');
    await guest.getByRole('link', { name: 'Ask to join' }).click();
    await guest.getByLabel('Name').fill('Nadia Rahman');
    await guest.getByLabel('E-mail address').fill(NEWCOMER);
    await inspect(guest, 'register');
    await press(guest, 'Ask to join');
    await says(guest, 'Ask for your link');
    await says(guest, /does not send mail yet/);
    const link = await linkIn('registration');
    await guest.goto(link);
    await guest.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await press(guest, 'Confirm and go on');
    await says(guest, 'An administrator decides now');
    await guest.goto(link);
    await says(guest, 'This link does not work');
    await signIn(guest, NEWCOMER, PASSWORD);
    await says(guest, /not decided about your request/);
    await inspect(guest, 'waiting');

    await says(owner, 'One person asks to join');
    await owner.getByRole('link', { name: /^Joining\s*1\s*waiting$/ }).waitFor();
    await inspect(owner, 'setup');
    await owner.getByRole('link', { name: 'Nadia Rahman asks to join' }).click();
    await says(owner, NEWCOMER);
    await says(owner, 'No mail leaves this installation yet');
    await inspect(owner, 'joining');
    await press(owner, 'Let in');
    await says(owner, 'Nobody waits');
    await signIn(guest, NEWCOMER, PASSWORD);
    await guest.waitForURL((url) => url.pathname === '/');
  });

  it('sees where it is signed in, and a forgotten password ends that', async () => {
    const page = await open();
    await signIn(page, NEWCOMER, PASSWORD);
    await page.waitForURL((url) => url.pathname === '/');
    await page.goto('/account');
    await says(page, 'Where you are signed in');
    await says(page, 'End session');
    await inspect(page, 'account');
    await guest.goto('/forgotten');
    await guest.getByLabel('E-mail address').fill(NEWCOMER);
    await press(guest, 'Make me a link');
    await says(guest, 'Ask for your link');
    await guest.goto(await linkIn('password-reset'));
    await guest.getByRole('textbox', { name: 'New password' }).fill('four other words together');
    await press(guest, 'Change the password');
    await says(guest, 'Your password is changed');
    await page.reload();
    await page.waitForURL(/\/sign-in/);
  });

  it('lets a program in with the token of a service account, shown once', async () => {
    await owner.goto('/settings/service-accounts');
    await press(owner, 'Add service account');
    await owner.getByLabel('Name').fill('Alert pipeline');
    await owner.getByRole('dialog').getByRole('button', { name: 'Add service account' }).click();
    await press(owner, 'New API token');
    await owner.getByRole('dialog').getByLabel('Name').fill('Alertmanager');
    await owner.getByRole('checkbox', { name: 'incidents:write' }).check();
    await press(owner, 'Make the token');
    const token = (await owner.locator('[data-secret]').textContent()) ?? '';
    expect(token).toMatch(/^dsp_[\w-]{43}$/);
    await inspect(owner, 'token');
    const declared = await fetch(`${site}/api/v1/default/incidents`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ title: 'Checkout fails', description: '5xx' }) });
    expect(declared.status).toBe(201);
    await owner.goto('/settings/service-accounts');
    await says(owner, '1 token');
    expect(failures).toEqual([]);
  });
});
