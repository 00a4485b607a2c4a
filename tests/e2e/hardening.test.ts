import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowNotFoundError } from '@temporalio/common';
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import type { IncidentDetail } from '../../api/contract/incidents.ts';
import { accessibilityFaults, openBrowser, openContext, shoot } from '../support/browser.ts';
import { settled } from '../support/client.ts';
import { startDispatch, type RunningDispatch } from '../support/dispatch.ts';

let dispatch: RunningDispatch;
let browser: Browser;
let page: Page;
const violations: string[] = [];
let incident: IncidentDetail;

beforeAll(async () => {
  [dispatch, browser] = await Promise.all([startDispatch({ withUi: true, env: { TEMPORAL_PAYLOAD_KEY: randomBytes(32).toString('base64') } }), openBrowser()]);
  page = await (await openContext(browser, dispatch.url)).newPage();
  page.on('console', (message) => {
    if (/content security policy|refused to/i.test(message.text())) violations.push(`${page.url()}: ${message.text()}`);
  });
  const { api } = dispatch;
  await api.call('POST', '/people', { email: 'nadia.rahman@example.com', name: 'Nadia Rahman' });
  const declared = await api.declare({ title: 'Cards of Nadia Rahman fail', reporterEmail: 'nadia.rahman@example.com' });
  await api.until(declared.id, settled);
  await api.call('POST', `/incidents/${declared.id}/stage`, { stage: 'closed' });
  incident = await api.until(declared.id, (i) => i.stage === 'review' && i.postmortem?.state === 'scheduled');
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await dispatch?.stop();
}, 60_000);

async function until<T>(what: string, ask: () => Promise<T | null>): Promise<T> {
  for (let tries = 0; tries < 150; tries += 1) {
    const found = await ask();
    if (found !== null) return found;
    await page.waitForTimeout(200);
  }
  throw new Error(`${what} did not happen\n${dispatch.tail()}`);
}

describe('the content security policy', () => {
  it('is kept by every kind of page, the reference of the API and mails in the outbox included', async () => {
    const deliveries = (await dispatch.api.call<{ data: { id: string }[] }>('GET', '/deliveries')).body.data;
    const pages = ['/', `/incidents/${incident.key}`, `/incidents/${incident.key}/postmortem`, `/outbox?open=${deliveries[0]?.id ?? ''}`, '/settings/integrations'];
    for (const path of pages) {
      await page.goto(path);
      await page.locator('main h1, main h2').first().waitFor();
    }
    await page.goto('/api/v1/docs');
    await page.locator('.opblock-summary-control').first().click();
    await page.locator('.opblock-body').first().waitFor();
    expect(violations).toEqual([]);
    const policy = (await fetch(dispatch.url)).headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src 'self';/);
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  });

  it('stops a script that got into a page', async () => {
    await page.goto('/incidents');
    const inject = `(() => { const script = document.createElement('script'); script.textContent = 'window.ran = true'; document.body.append(script); return window.ran === true; })()`;
    expect(await page.evaluate(inject)).toBe(false);
  });
});

describe('encrypted histories', () => {
  it('are read in Temporal’s UI through the codec endpoint, and nowhere else', async () => {
    const raw = await (await dispatch.temporal.client()).workflow.getHandle(incident.workflow.id).fetchHistory();
    expect(JSON.stringify(raw)).not.toContain(Buffer.from(incident.id).toString('base64').slice(4, 30));
    const ui = await (await openContext(browser, dispatch.temporal.uiUrl)).newPage();
    const decoded = ui.waitForResponse((response) => new URL(response.url()).pathname.endsWith('/codec/decode') && response.request().method() === 'POST' && response.status() === 200);
    await ui.goto(`/namespaces/default/workflows/${encodeURIComponent(incident.workflow.id)}/${incident.workflow.runId ?? ''}/history`);
    expect(await (await decoded).text()).toContain('payloads');
    await ui.getByText(`"${incident.id}"`).first().waitFor();
    await shoot(ui, 'temporal-decoded');
    await ui.close();
  });
});

describe('data protection', () => {
  it('erases a person from a running incident through its owner, and the incident goes on', async () => {
    const { api } = dispatch;
    const people = (await api.call<{ data: { id: string; email: string }[] }>('GET', '/people')).body.data;
    const nadia = people.find((p) => p.email === 'nadia.rahman@example.com');
    expect((await api.call('POST', `/people/${nadia?.id}/erase`, { email: 'nadia.rahman@example.com' })).status).toBe(202);
    await dispatch.triggerSchedule('sweep/privacy');
    await until('the erasure', async () => {
      const { body } = await api.call<{ data: { state: string }[] }>('GET', '/erasures');
      return body.data.every((erasure) => erasure.state === 'done') ? true : null;
    });
    const after = await api.incident(incident.id);
    expect(after).toMatchObject({ title: 'Cards of Erased person fail', reporter: { name: 'Erased person' } });
    expect(JSON.stringify((await api.call('GET', `/incidents/${incident.id}/export?format=json`)).body)).not.toMatch(/nadia/i);
    // What its owner has in memory is what the ledger says now.
    expect((await api.call('PATCH', `/incidents/${incident.id}`, { resolution: 'New keys' })).status).toBe(200);
    expect((await api.call('GET', `/incidents/${incident.id}/events/verify`)).body).toMatchObject({ intact: true, redacted: expect.any(Number) });
    expect(JSON.stringify((await api.call('GET', `/incidents/${incident.id}/events?kind=incident`)).body)).not.toMatch(/nadia/i);
  });

  it('is set up and previewed on its page, and purges what is over, its histories too', async () => {
    const { api, database } = dispatch;
    await api.call('POST', `/incidents/${incident.id}/postmortem/publish`);
    await api.until(incident.id, (i) => i.postmortem?.state === 'published');
    // Its owner would write the true time of closing again with whatever it still records.
    const { workflow } = await dispatch.temporal.client();
    await until('the end of its owner', async () => ((await workflow.getHandle(incident.workflow.id).describe()).status.name === 'COMPLETED' ? true : null));
    const db = new pg.Client({ host: database.hostname, port: database.port, database: database.name, user: database.user, password: database.password });
    await db.connect();
    await db.query(`update incidents set closed_at = now() - interval '40 days' where id = $1`, [incident.id]);
    await db.end();
    await page.goto('/settings/retention');
    await page.getByRole('button', { name: /^Change/ }).first().click();
    await page.getByRole('switch').first().click();
    await page.getByLabel('Days after closing').fill('30');
    await page.getByText(/1 incident would be purged/).waitFor();
    await shoot(page, 'retention');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save policy' }).click();
    await page.getByRole('button', { name: 'Purge after 30 days' }).click();
    await page.getByText('Purged 30 days after closing').first().waitFor();
    await dispatch.triggerSchedule('sweep/privacy');
    await until('the purge', async () => ((await api.call('GET', `/incidents/${incident.id}`)).status === 404 ? true : null));
    await until('the end of its histories', () => workflow.getHandle(incident.workflow.id).describe().then(() => null, (error: unknown) => (error instanceof WorkflowNotFoundError ? true : null)));
    await page.reload();
    await page.getByText(incident.key).waitFor();
  });
});
