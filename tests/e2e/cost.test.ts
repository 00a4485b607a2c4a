import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { CostView } from '../../api/contract/cost-view.ts';
import type { IncidentDetail } from '../../api/contract/incidents.ts';
import { accessibilityFaults, openBrowser, openContext, shoot } from '../support/browser.ts';
import { settled } from '../support/client.ts';
import { startDispatch, type RunningDispatch } from '../support/dispatch.ts';

let dispatch: RunningDispatch;
let browser: Browser;
let page: Page;
let incident: IncidentDetail;
const failures: string[] = [];

beforeAll(async () => {
  [dispatch, browser] = await Promise.all([startDispatch(), openBrowser()]);
  page = await (await openContext(browser, dispatch.url)).newPage();
  page.on('pageerror', (error) => failures.push(error.message));
  incident = await dispatch.api.declare({ commanderEmail: 'cora@example.com', reporterEmail: 'remy@example.com' });
  await dispatch.api.until(incident.key, settled);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await dispatch?.stop();
  expect(failures).toEqual([]);
}, 60_000);

/** Runs the Schedule until the incident's cost has a line of that role; the panel is told by the live stream. */
async function costWith(role: string): Promise<CostView> {
  await dispatch.triggerSchedule('cost');
  for (let tries = 0; tries < 200; tries += 1) {
    const { body } = await dispatch.api.call<CostView>('GET', `/incidents/${incident.key}/cost`);
    if (body.lines.some((line) => line.role === role && line.hours !== '0')) return body;
    await page.waitForTimeout(50);
  }
  throw new Error(`the cost never got a line of the ${role}`);
}

describe('cost in the browser', () => {
  it('follows a change of roles after the Schedule has run, line by line, without reloading', async () => {
    await costWith('commander');
    await page.goto(`/incidents/${incident.key}`);
    await page.getByRole('button', { name: /Cost so far/ }).click();
    const panel = page.getByRole('dialog');
    await panel.getByText('How it is calculated').waitFor();
    expect(await panel.getByText('Scribe', { exact: true }).count()).toBe(0);
    await dispatch.api.call('POST', `/incidents/${incident.key}/roles`, { email: 'sami@example.com', role: 'scribe' });
    const cost = await costWith('scribe');
    await panel.getByText('Scribe', { exact: true }).waitFor({ timeout: 10_000 });
    expect(cost.lines.find((line) => line.role === 'scribe')).toMatchObject({ email: 'sami@example.com', multiplier: '0.75' });
    await panel.getByRole('button', { name: 'Add cost' }).click();
    await panel.getByLabel('Amount').fill('1250,50');
    await panel.getByLabel('What for').fill('Emergency support');
    await panel.getByRole('button', { name: 'Add cost' }).last().click();
    await panel.getByText('$1,250.50').first().waitFor({ timeout: 10_000 });
    expect(await accessibilityFaults(page)).toEqual([]);
    await shoot(page, 'cost-panel');
  });

  it('says in the simulator what other numbers would have cost, and stores a version', async () => {
    await page.goto('/settings/cost');
    await page.getByText('Sketch', { exact: true }).click();
    await page.getByText('$492.79').waitFor({ timeout: 10_000 });
    await page.getByLabel('Commander', { exact: true }).fill('2');
    await page.getByText('$637.02').waitFor({ timeout: 10_000 });
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Store as a new version' }).click();
    await page.getByText('commander × 2,', { exact: false }).waitFor({ timeout: 10_000 });
    await page.getByText('The built-in numbers', { exact: false }).waitFor();
    await shoot(page, 'cost-models');
  });

  it('tells of an amount once it is reached, until the alert is removed', async () => {
    await page.goto('/settings/cost?part=alerts');
    await page.getByRole('button', { name: 'Add cost alert' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Tell finance');
    await dialog.getByLabel('When the cost reaches').fill('5000,50');
    await dialog.getByRole('button', { name: 'Add cost alert' }).click();
    await page.getByRole('button', { name: /Tell finance at \$5,000\.50/ }).click();
    await dialog.getByRole('button', { name: 'Remove cost alert…' }).click();
    await dialog.getByText('What it told before stays', { exact: false }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Remove cost alert', exact: true }).click();
    await page.getByText('No cost alert yet').waitFor();
    expect((await dispatch.api.call<{ data: unknown[] }>('GET', '/cost/alerts')).body.data).toEqual([]);
  });

  it('adds up on a page that a phone shows too, in both themes without a fault', async () => {
    const views = [
      { theme: 'light', width: 1440, paths: ['/analytics/cost', '/settings/cost?part=rates'] },
      { theme: 'dark', width: 390, paths: ['/analytics/cost', '/settings/cost?part=re-rate'] },
    ] as const;
    for (const { paths, ...view } of views) {
      const tab = await (await openContext(browser, dispatch.url, view)).newPage();
      for (const path of paths) {
        await tab.goto(path);
        await tab.getByText(path.startsWith('/analytics') ? 'How sure is this?' : /Rates of Default|Calculate now/).first().waitFor({ timeout: 20_000 });
        expect([path, await accessibilityFaults(tab)]).toEqual([path, []]);
        expect([path, await tab.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')]).toEqual([path, 0]);
        await shoot(tab, `${view.theme}-${view.width}${path.replaceAll(/[/?=]/g, '-')}`);
      }
      await tab.context().close();
    }
  });
});
