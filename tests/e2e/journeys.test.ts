import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { accessibilityFaults, openBrowser, openContext, shoot } from '../support/browser.ts';
import { settled } from '../support/client.ts';
import { startDispatch, type RunningDispatch } from '../support/dispatch.ts';

let dispatch: RunningDispatch;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const failures: string[] = [];

beforeAll(async () => {
  [dispatch, browser] = await Promise.all([startDispatch({ withUi: true }), openBrowser()]);
  context = await openContext(browser, dispatch.url);
  page = await context.newPage();
  page.on('pageerror', (error) => failures.push(error.message));
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await dispatch?.stop();
}, 60_000);

const visible = (text: string | RegExp) => page.getByText(text).first().waitFor({ state: 'visible', timeout: 30_000 });

/** Presses the header's main action and confirms what it asks. */
async function moveOn(action: RegExp): Promise<void> {
  await page.getByRole('button', { name: action }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: action }).last().click();
  await page.getByRole('dialog').waitFor({ state: 'hidden', timeout: 30_000 });
}

describe('an incident in the browser', () => {
  let key = '';

  it('is declared, and its receipt ticks off every resource', async () => {
    await page.goto('/declare');
    await page.getByLabel('What is happening?').fill('Card payments are failing in the EU');
    await page.getByLabel('What do you know so far?').fill('Cards time out since 09:05. The US is fine.');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/incidents\/INC-\d+\/receipt/);
    key = /INC-\d+/.exec(page.url())?.[0] ?? '';
    const ready = await dispatch.api.until(key, (i) => settled(i) && i.resources.length >= 7);
    await visible(`#${ready.resources.find((r) => r.kind === 'conversation')?.name.replace('#', '') ?? ''}`);
    await shoot(page, 'receipt');
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('shows what another person does within a second, without reloading', async () => {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder(/^Find an incident/).fill('payments failing');
    await page.getByRole('dialog').getByRole('button', { name: key }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/incidents/${key}$`));
    await visible('Card payments are failing in the EU');
    await page.getByRole('status').filter({ hasText: /^Live/ }).first().waitFor();
    const other = await (await openContext(browser, dispatch.url)).newPage();
    await other.goto(`/incidents/${key}`);
    await other.getByText('Card payments are failing in the EU').first().waitFor();
    await page.getByRole('textbox', { name: /message/i }).fill('The second provider works for test cards.');
    await page.keyboard.press('Enter');
    await other.getByText('The second provider works for test cards.').first().waitFor({ timeout: 10_000 });
    await dispatch.api.call('PATCH', `/incidents/${key}`, { title: 'Card payments are failing everywhere' });
    await page.getByText('Card payments are failing everywhere').first().waitFor({ timeout: 10_000 });
    await other.getByText('Card payments are failing everywhere').first().waitFor({ timeout: 10_000 });
    await other.context().close();
    await shoot(page, 'incident');
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('goes through stable and closed to review, is published and reopened by hand', async () => {
    await moveOn(/Mark stable/);
    await dispatch.api.until(key, (i) => i.stage === 'stable' && settled(i));
    await moveOn(/Close incident/);
    await dispatch.api.until(key, (i) => i.stage === 'review' && i.postmortem?.state === 'scheduled', 60);
    await page.goto(`/incidents/${key}/postmortem`);
    await visible(/Summary/);
    await shoot(page, 'postmortem');
    await moveOn(/Publish/);
    const { id } = await dispatch.api.until(key, (i) => i.postmortem?.state === 'published', 30);
    // The mail that asks for feedback names the incident by its id.
    await page.goto(`/incidents/${id}#feedback`);
    await page.waitForURL(new RegExp(`/incidents/${key}#feedback$`));
    await page.getByRole('dialog', { name: 'How was the incident handled?' }).getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: /Reopen/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: /Reopen/ }).click();
    const again = await dispatch.api.until(key, (i) => i.stage === 'active', 30);
    expect(again.stages.map((s) => s.stage)).toEqual(['active', 'stable', 'closed', 'review', 'active']);
  });

  it('is found in Temporal’s own UI under its id, with a summary in words', async () => {
    const { id, workflow } = await dispatch.api.incident(key);
    expect(workflow.url).toContain(dispatch.temporal.uiUrl);
    const temporal = await context.newPage();
    await temporal.goto(workflow.url ?? '');
    await temporal.getByText(`incident/${id}`).first().waitFor({ timeout: 30_000 });
    // Only the picture is in need of all that the page loads.
    if (process.env['DISPATCH_TEST_SHOTS'] !== '0') await temporal.waitForTimeout(2000);
    await shoot(temporal, 'temporal');
    await temporal.close();
  });
});

describe('every page', () => {
  const PAGES = ['/', '/incidents', '/declare', '/report', '/tasks', '/postmortems', '/outbox', '/account', '/settings/process', '/settings/people', '/settings/services', '/settings/integrations', '/settings/security'];
  const VIEWS = [{ theme: 'light', width: 1440 }, { theme: 'dark', width: 390 }] as const;

  it.each(VIEWS)('has no accessibility fault in $theme at $width px, and does not scroll sideways', async (view) => {
    const own = await openContext(browser, dispatch.url, view);
    const tab = await own.newPage();
    const faults: string[] = [];
    for (const path of PAGES) {
      await tab.goto(path);
      await tab.getByRole('heading').first().waitFor({ timeout: 20_000 });
      await tab.locator('.mantine-Skeleton-root').first().waitFor({ state: 'hidden' });
      await shoot(tab, `${view.theme}-${view.width}${path.replaceAll('/', '-')}`);
      faults.push(...(await accessibilityFaults(tab)).map((f) => `${path}: ${f}`));
      const overflow = await tab.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      if (overflow > 1) faults.push(`${path}: ${overflow} px too wide`);
    }
    await own.close();
    expect(faults).toEqual([]);
  });

  it('runs without errors in its scripts', () => {
    expect(failures).toEqual([]);
  });
});
