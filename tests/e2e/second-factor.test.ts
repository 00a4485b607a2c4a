import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { hashPassword } from '../../api/auth/passwords.ts';
import { saveAccount } from '../../models/accounts.ts';
import { savePluginInstance } from '../../models/plugin-instances.ts';
import { select } from '../../models/sql.ts';
import { startFakeDuo, type FakeDuo } from '../../plugins/duo/fake.ts';
import { freePort } from '../../scripts/parts/ports.ts';
import { startApi, type TestApi } from '../api/support/api.ts';
import { codeOf } from '../api/support/factors.ts';
import { accessibilityFaults, openBrowser, openContext, shoot, type View } from '../support/browser.ts';

const [EMAIL, PASSWORD] = ['olga@example.com', 'four plain words together'];
let api: TestApi;
let duo: FakeDuo;
let browser: Browser;
let page: Page;
let keys: CDPSession;
let site: string;
let secret = '';
let recoveryCode = '';
const failures: string[] = [];

beforeAll(async () => {
  const port = await freePort();
  // Keys are bound to names, so the address is localhost, not a number.
  site = `http://localhost:${port}`;
  [api, duo, browser] = await Promise.all([startApi({ port, env: { DISPATCH_UI_URL: site } }), startFakeDuo(), openBrowser()]);
  await api.person('olga', 'owner');
  await api.person('mona', 'manager');
  await saveAccount(api.db, { email: EMAIL, passwordHash: await hashPassword(PASSWORD) });
  const settings = { clientId: duo.clientId, clientSecret: duo.clientSecret, apiHost: 'api-12345678.duosecurity.com', apiUrl: duo.url };
  await savePluginInstance(api.db, api.deps.cipher, { organizationId: api.organizationId, project: null, pluginId: 'duo', isEnabled: true, capabilities: ['mfa'], settings, secretNames: ['clientSecret'] });
  page = await open();
  keys = await page.context().newCDPSession(page);
  await keys.send('WebAuthn.enable');
  await keys.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'usb', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await duo?.stop();
  await api?.stop();
});

async function open(view: View = {}): Promise<Page> {
  const tab = await (await openContext(browser, site, view)).newPage();
  tab.on('pageerror', (error) => failures.push(error.message));
  tab.on('console', (line) => /Content.Security.Policy/i.test(line.text()) && failures.push(line.text()));
  return tab;
}

const says = (text: string | RegExp, tab = page) => tab.getByText(text).first().waitFor({ state: 'visible', timeout: 15_000 });
const press = (name: string | RegExp, tab = page) => tab.getByRole('button', { name, exact: typeof name === 'string' }).last().click();
const forget = () => select(api.db, 'delete from mfa_proofs returning 1 as ok');
/** Looks at the dialog that is open, as people do and as axe does. */
async function inspect(name: string, tab = page): Promise<void> {
  await shoot(tab, name);
  expect(await accessibilityFaults(tab)).toEqual([]);
}

async function signIn(tab = page): Promise<void> {
  await tab.goto('/sign-in?next=/account');
  await tab.getByLabel('E-mail address').fill(EMAIL);
  await tab.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await press('Sign in', tab);
}

describe('setting second factors up', () => {
  it('registers a key, and gives recovery codes once', async () => {
    await signIn();
    await says('No second factor');
    await press('Add second factor');
    await says('Cannot be phished');
    await shoot(page, 'second-factor-choices');
    await page.getByRole('button', { name: /Security key or passkey/ }).click();
    await page.getByLabel('Name', { exact: true }).last().fill('Yellow key');
    await press('Register the key');
    await says('they are shown only now');
    const codes = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts();
    expect(new Set(codes).size).toBe(10);
    recoveryCode = codes[0] ?? '';
    await inspect('second-factor-codes');
    await page.getByLabel(/I have kept the codes/).check();
    await press('Done');
    await says('Yellow key');
    await says('10 recovery codes left');
  });

  it('sets an authenticator app up by its picture or its key', async () => {
    await press('Add second factor');
    await page.getByRole('button', { name: /Authenticator app/ }).click();
    await page.getByRole('img', { name: /QR code/ }).waitFor();
    await press('Type a key instead');
    secret = (await page.locator('dialog code, [role=dialog] code').first().innerText()).replaceAll(' ', '');
    await inspect('second-factor-app');
    await page.getByLabel('The 6 digits that the app shows').fill(codeOf(secret));
    await says('Phone is set up.');
  });

  it('confirms with Duo in a window of its own', async () => {
    await press('Add second factor');
    await page.getByRole('button', { name: /^Duo/ }).click();
    const opened = page.waitForEvent('popup');
    await press('Continue with Duo');
    await (await opened).getByRole('button', { name: 'Approve' }).click();
    await says('Duo is set up.');
  });
});

describe('a sensitive action', () => {
  it('asks for the key, and is carried out then', async () => {
    await forget();
    await page.goto('/settings/security');
    await page.getByLabel('Managers and above must have one').check();
    await press('Save');
    await says('Confirm that it is you');
    await press('Use the key');
    await says('Saved.');
    expect(await page.getByText('Confirm that it is you').count()).toBe(0);
    await says('mona@example.com');
    await inspect('settings-security');
  });

  it('can be left, and asks again; a code or Duo does as well, and a denial does not', async () => {
    await forget();
    await page.goto('/account');
    await press('New API token');
    await page.getByLabel('Name', { exact: true }).last().fill('Deploy script');
    await press('Make the token');
    await says('Confirm that it is you');
    await page.keyboard.press('Escape');
    await says('Not made: Not confirmed');
    await says('New API token for');
    await press('Make the token');
    await press('Use a code of the authenticator app');
    await page.getByLabel('Code of your authenticator app').fill('000000');
    await says(/The code is not right/);
    await press('Use Duo');
    for (const [answer, then] of [['Deny', 'Duo did not confirm it'], ['Approve', 'Copy the token now']] as const) {
      const opened = page.waitForEvent('popup');
      await press('Continue with Duo');
      await (await opened).getByRole('button', { name: answer }).click();
      await says(then);
    }
  });
});

describe('signing in', () => {
  it('asks for the second factor after the password, and takes a code', async () => {
    const tab = await open();
    await signIn(tab);
    await says('Your second factor', tab);
    // This browser holds no key, so the person chooses another way.
    await press('Use a code of the authenticator app', tab);
    await shoot(tab, 'second-factor-sign-in-light-1440');
    // The present code may be the one that set the app up; the next one counts already.
    await tab.getByLabel('Code of your authenticator app').fill(codeOf(secret, 1));
    await tab.waitForURL(`${site}/account`);
    await says('Yellow key', tab);
    await shoot(tab, 'second-factor-account-light-1440');
    await tab.context().close();
  });

  it('takes a recovery code, on a phone in the dark', async () => {
    const tab = await open({ theme: 'dark', width: 390 });
    await signIn(tab);
    await press('Use a recovery code', tab);
    await inspect('second-factor-sign-in-dark-390', tab);
    await tab.getByLabel('Recovery code').fill(recoveryCode);
    await press('Sign in', tab);
    await says('9 recovery codes left', tab);
    await tab.getByRole('heading', { name: 'Second factor' }).scrollIntoViewIfNeeded();
    await inspect('second-factor-account-dark-390', tab);
    await forget();
    await press('Make new codes', tab);
    await press('Make ten new codes', tab);
    await says('Confirm that it is you', tab);
    await inspect('second-factor-dialog-dark-390', tab);
    await tab.context().close();
  });

  it('takes the key too', async () => {
    await page.context().clearCookies();
    await signIn();
    await press('Use the key');
    await page.waitForURL(`${site}/account`);
    await says('Yellow key');
  });

  it('runs without errors in its scripts', () => {
    expect(failures).toEqual([]);
  });
});
