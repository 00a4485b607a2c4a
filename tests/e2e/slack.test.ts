import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startFakeSlack, type FakeSlack } from '../../plugins/slack/fake.ts';
import { addChannel, addUser } from '../../plugins/slack/fake/workspace.ts';
import { accessibilityFaults, openBrowser, openContext, shoot } from '../support/browser.ts';
import { startDispatch, type RunningDispatch } from '../support/dispatch.ts';

const SECRET = 'a-signing-secret-of-the-test';

let dispatch: RunningDispatch;
let slack: FakeSlack;
let browser: Browser;
let page: Page;
const failures: string[] = [];

beforeAll(async () => {
  [dispatch, slack, browser] = await Promise.all([startDispatch(), startFakeSlack(), openBrowser()]);
  const { workspace } = slack;
  for (const [name, realName] of [['dispatch', 'Dana Dispatch'], ['tom', 'Tom Okafor']] as const) addUser(workspace, { name, realName, email: `${name}@example.com` });
  addChannel(workspace, { name: 'general', creator: 'U0DISPATCH', members: new Set(workspace.users.keys()) });
  slack.offerPages({ baseUrl: `${dispatch.url}/api/v1/default/events/slack`, signingSecret: SECRET });
  const settings = { botToken: workspace.installation.token, signingSecret: SECRET, apiUrl: slack.apiUrl, spaceCalls: false };
  expect(await dispatch.api.call('PUT', '/plugins/slack', { project: null, isEnabled: true, capabilities: ['conversation'], settings })).toMatchObject({ status: 200 });
  page = await (await openContext(browser, slack.url)).newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => failures.push(error.message));
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await dispatch?.stop();
  await slack?.stop();
}, 60_000);

async function type(text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.keyboard.press('Enter');
}

describe('somebody in Slack', () => {
  it('reports an incident with a command and a form, and is in its channel', async () => {
    await page.goto('/');
    await page.getByRole('link', { name: 'Dana Dispatch' }).click();
    await page.getByRole('heading', { name: 'general' }).waitFor();
    await type('/dispatch declare');
    const form = page.getByRole('dialog');
    await form.getByLabel('Title').fill('');
    await form.getByRole('button', { name: 'Report' }).click();
    await form.getByText('Please fill this in.').first().waitFor();
    await form.getByLabel('Title').fill('Cards <b>fail</b>');
    await form.getByLabel('Description').fill('EU cards time out.');
    await shoot(page, 'slack-form');
    expect(await accessibilityFaults(page)).toEqual([]);
    await form.getByRole('button', { name: 'Report' }).click();
    await page.getByRole('link', { name: /# inc-1/ }).click();
    await page.getByRole('heading', { level: 1, name: 'inc-1' }).waitFor();
    await page.locator('.messages').getByText('Cards <b>fail</b>').first().waitFor();
    expect(await dispatch.api.incident('INC-1')).toMatchObject({ title: 'Cards <b>fail</b>', stage: 'active' });
  });

  it('moves it on with a button, which everybody sees on the web', async () => {
    const summary = page.locator('.messages > li').filter({ hasText: 'pinned' }).first();
    await summary.getByRole('button', { name: /stage|stable/i }).first().click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Stage').selectOption('stable');
    await form.getByLabel('Reason').fill('Errors are gone');
    await form.getByRole('button', { name: 'Change' }).click();
    await page.locator('.topic').getByText(/^Stable/).waitFor();
    await dispatch.api.until('INC-1', (i) => i.stage === 'stable');
    await shoot(page, 'slack-channel');
    expect(await accessibilityFaults(page)).toEqual([]);
    const web = await (await openContext(browser, dispatch.url)).newPage();
    await web.goto('/incidents/INC-1');
    await web.getByText('Stable', { exact: true }).first().waitFor();
    await web.close();
  });

  it('sees their incidents in the app’s home tab, also in the dark and on a phone', async () => {
    const phone = await (await openContext(browser, slack.url, { theme: 'dark', width: 390, height: 844 })).newPage();
    phone.on('pageerror', (error) => failures.push(error.message));
    await phone.goto(`${new URL(page.url()).pathname.split('/').slice(0, 3).join('/')}/home`);
    await phone.locator('.home').getByText('INC-1').first().waitFor();
    await shoot(phone, 'slack-home-dark-390');
    expect(await phone.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    expect(await accessibilityFaults(phone)).toEqual([]);
    expect(failures).toEqual([]);
  });
});
