import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startApi, type TestApi } from '../api/support/api.ts';
import { openBrowser } from '../support/browser.ts';
import { startTestPostgres, TEST_SERVER, type TestServer } from '../support/postgres.ts';
import { startSentryDouble, type SentryDouble } from '../support/sentry.ts';

let postgres: TestServer;
let sentry: SentryDouble;
let api: TestApi;
let browser: Browser;

beforeAll(async () => {
  [postgres, sentry, browser] = await Promise.all([startTestPostgres(), startSentryDouble(), openBrowser()]);
  process.env[TEST_SERVER] = JSON.stringify(postgres.settings);
  api = await startApi({ env: { SENTRY_DSN: sentry.dsn, DISPATCH_AUTHENTICATION_PROVIDER_SLUG: '', ENV_TAGS: 'region:TZ', TZ: 'Mars' } });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await api?.stop();
  await sentry?.stop();
  await postgres?.stop();
  delete process.env[TEST_SERVER];
}, 60_000);

/** Opens a page and keeps what it asks for. */
async function open(path: string): Promise<{ page: Page; asked: string[] }> {
  const page = await browser.newPage({ baseURL: api.url });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(path);
  await page.getByRole('heading').first().waitFor();
  return { page, asked };
}
const fail = (page: Page, message: string) => page.evaluate((text) => void setTimeout(() => { throw new TypeError(text); }), message);

describe('an error in the browser', () => {
  it('costs pages nothing until it happens, and then says where, and not what people wrote', async () => {
    const { page, asked } = await open('/incidents/INC-99?q=typed');
    expect(asked.filter((url) => /monitoring|sentry|report-/.test(url))).toEqual([]);
    await fail(page, 'cannot show "what Nadia wrote" of nadia@example.com');
    expect(await sentry.event(/cannot show \[text\] of \[e-mail\]/)).toMatchObject({
      release: 'dispatch@1.2.3',
      environment: 'test',
      tags: { part: 'web', page: '/incidents/:incident', incident: 'INC-99', region: 'Mars' },
      exception: { values: [{ type: 'TypeError' }] },
    });
    await page.evaluate(() => void Promise.reject(new Error('nobody waited')));
    await sentry.event(/nobody waited/);
    expect(sentry.sent()).not.toMatch(/Nadia|nadia|q=typed|"breadcrumbs"|"user"|"request"/);
    await page.close();
  }, 60_000);

  it('goes nowhere without a DSN, and loads nothing for it', async () => {
    const dsn = api.config.sentryDsn;
    Object.assign(api.config, { sentryDsn: null });
    const { page, asked } = await open('/');
    await Promise.all([page.waitForResponse((response) => response.url().endsWith('/api/v1/monitoring')), fail(page, 'a quiet one')]);
    await fail(page, 'another');
    // Whatever the errors would have asked for was asked for before this.
    await page.evaluate(() => fetch('/healthz').then((answer) => answer.text()));
    expect(asked.filter((url) => url.endsWith('/monitoring'))).toHaveLength(1);
    expect(asked.filter((url) => new URL(url).origin !== new URL(api.url).origin)).toEqual([]);
    expect(sentry.sent()).not.toContain('quiet');
    Object.assign(api.config, { sentryDsn: dsn });
    await page.close();
  }, 60_000);
});
