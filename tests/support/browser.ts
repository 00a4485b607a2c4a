import { mkdirSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium as playwright, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { chromium } from '../../scripts/chromium.mjs';

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const SHOTS = new URL('../e2e/screenshots/', import.meta.url).pathname;

/** Starts the machine's Chromium, headless; the caller closes it. */
export async function openBrowser(): Promise<Browser> {
  return playwright.launch({ executablePath: await chromium(), args: FLAGS });
}

/** How a page is looked at. */
export interface View {
  theme?: 'light' | 'dark';
  width?: number;
  height?: number;
}

/** A fresh context (its own cookies and storage) in a theme and size; reduced motion so that pictures are still. */
export function openContext(browser: Browser, baseURL: string, view: View = {}): Promise<BrowserContext> {
  return browser.newContext({ baseURL, colorScheme: view.theme ?? 'light', reducedMotion: 'reduce', viewport: { width: view.width ?? 1440, height: view.height ?? 900 } });
}

/** Keeps a picture of the page under tests/e2e/screenshots; `DISPATCH_TEST_SHOTS=0`, as in a whole run, leaves that out. */
export async function shoot(page: Page, name: string): Promise<void> {
  if (process.env['DISPATCH_TEST_SHOTS'] === '0') return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: `${SHOTS}${name}.png` });
}

/** The page's serious accessibility faults by axe, as readable lines; an empty list is a pass. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // All that axe would say of what is right takes longer than finding what is wrong.
  const axe = new AxeBuilder({ page }).options({ runOnly: { type: 'tag', values: TAGS }, resultTypes: ['violations'] });
  // The other mode opens a second page for each look, which only frames are in need of.
  const { violations } = await axe.setLegacyMode(page.frames().length === 1).analyze();
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id} (${v.impact}): ${n.target.join(' ')} – ${n.failureSummary?.split('\n')[1]?.trim() ?? v.help}`));
}
