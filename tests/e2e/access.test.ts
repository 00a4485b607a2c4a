import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { IncidentDetail } from '../../api/contract/incidents.ts';
import { createOrganization } from '../../models/organizations.ts';
import { startApi, type Caller, type TestApi } from '../api/support/api.ts';
import { accessibilityFaults, openBrowser, openContext, shoot, type View } from '../support/browser.ts';

let api: TestApi;
let browser: Browser;
let olga: Caller;
let mia: Caller;
const failures: string[] = [];

beforeAll(async () => {
  [api, browser] = await Promise.all([startApi({ env: { STATIC_DIR: process.env['DISPATCH_TEST_WEB'] ?? 'web/dist' } }), openBrowser()]);
  [olga, mia] = await Promise.all([api.person('olga', 'owner'), api.person('mia')]);
  await createOrganization(api.db, { slug: 'moon', name: 'Moon base', ownerEmail: olga.person.email, reserved: [], by: 'test' });
  await olga.call('POST', '/people', { email: 'ida@example.com', name: 'Ida Rhodes', accessLevel: 'manager', title: 'Engineer', team: 'Payments' });
  await olga.call('PATCH', '/incident-severities/' + (await olga.call<{ data: { id: string }[] }>('GET', '/incident-severities')).body.data[0]?.id, { description: 'Customers cannot pay' });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await api?.stop();
}, 60_000);

async function as(caller: Caller, view: View = {}): Promise<BrowserContext> {
  const context = await openContext(browser, api.url, view);
  await context.addCookies([{ name: 'dispatch_session', value: caller.token, url: api.url }]);
  return context;
}
async function open(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage();
  page.on('pageerror', (error) => failures.push(error.message));
  await page.goto(path);
  return page;
}
const text = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor({ state: 'visible', timeout: 15_000 });

describe('access in the browser', () => {
  it('lets an owner change a member’s level, and finds it in the audit log with before and after', async () => {
    const context = await as(olga);
    const page = await open(context, '/settings/people?level=manager');
    await page.getByRole('button', { name: /Ida Rhodes/ }).click();
    await page.getByRole('combobox', { name: /Access level/ }).click();
    await page.getByRole('option', { name: /^admin/ }).click();
    await page.getByRole('button', { name: 'Save person' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.goto('/settings/audit');
    await page.getByRole('button', { name: 'Person updated' }).first().click();
    const row = page.getByRole('row', { name: 'access level manager admin' });
    await row.waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Everything about this' }).click();
    await page.waitForURL(/subject=/);
    await text(page, 'Person created');
    await shoot(page, 'audit');
    await context.close();
  });

  it('shows a member no settings that are not theirs', async () => {
    const context = await as(mia);
    const page = await open(context, '/');
    await page.getByRole('button', { name: 'Settings' }).click();
    await text(page, 'Members');
    expect(await page.getByRole('link', { name: 'Audit log' }).count()).toBe(0);
    await page.goto('/settings/audit');
    await text(page, /access level admin/);
    await text(page, 'Who could change that');
    expect([await page.getByRole('button', { name: 'Export' }).count(), await accessibilityFaults(page)]).toEqual([0, []]);
    await context.close();
  });

  it('takes a restricted incident off the screen of who may not see it any more, at once', async () => {
    const { id, key } = (await olga.call<IncidentDetail>('POST', '/incidents', { title: 'Payroll was copied', description: 'd' })).body;
    const context = await as(mia);
    const page = await open(context, `/incidents/${key}`);
    await text(page, 'Payroll was copied');
    const list = await open(context, '/incidents');
    await text(list, 'Payroll was copied');
    await olga.call('PATCH', `/incidents/${id}`, { visibility: 'restricted' });
    await text(page, `There is no incident ${key}`);
    await list.getByText('Payroll was copied').first().waitFor({ state: 'hidden', timeout: 15_000 });
    expect(await page.getByText('Payroll was copied').count()).toBe(0);
    await context.close();
  });

  it('switches between organizations', async () => {
    const context = await as(olga);
    const page = await open(context, '/settings/people');
    await text(page, 'Ida Rhodes');
    await page.getByRole('navigation').getByRole('button', { name: /Olga/ }).click();
    await page.getByRole('menuitem', { name: 'Moon base' }).click();
    await page.waitForURL(`${api.url}/`);
    await page.goto('/settings/people');
    await text(page, 'olga@example.com');
    expect(await page.getByText('Ida Rhodes').count()).toBe(0);
    await context.close();
  });

  it('has no errors of scripts, and the log reads well in the dark and on a phone', async () => {
    for (const view of [{ theme: 'dark' as const }, { width: 390, height: 844 }]) {
      const context = await as(olga, view);
      const page = await open(context, '/settings/audit');
      await text(page, 'Severity updated');
      expect(await page.evaluate('document.documentElement.scrollWidth > window.innerWidth')).toBe(false);
      if (process.env['DISPATCH_TEST_SHOTS'] !== undefined) await shoot(page, `audit-${view.width ?? 'dark'}`);
      await context.close();
    }
    expect(failures).toEqual([]);
  });
});
