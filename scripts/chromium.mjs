import { existsSync } from 'node:fs';
import path from 'node:path';
import { createReporter } from './setup/console.mjs';
import { EXIT, Fault } from './setup/fault.mjs';
import { ROOT } from './setup/paths.mjs';
import { run, tail } from './setup/run.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * The path of a Chromium or Chrome for the browser tests: CHROMIUM_PATH; the machine's own; Debian's package, installed
 * when we are root on Debian; else Playwright's own build. Throws a Fault with a remedy when none can be had.
 * @param {import('./setup/console.mjs').Reporter} [reporter]
 * @returns {Promise<string>}
 */
export async function chromium(reporter = createReporter({ stream: process.stderr })) {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return existing(named);
  const there = onThisMachine() ?? (await playwrights());
  if (there !== null) return there;
  return reporter.step('Chromium', async (step) => {
    const reasons = [];
    for (const [place, install] of /** @type {const} */ ([
      ["Debian's package", fromDebian],
      ["Playwright's build", fromPlaywright],
    ])) {
      step.progress(`installing ${place}`);
      const reason = await install();
      const found = onThisMachine() ?? (await playwrights());
      if (found !== null) {
        step.note(place);
        return found;
      }
      reasons.push(`${place}: ${reason ?? 'installed, but there is no browser'}`);
    }
    throw new Fault(
      `there is no browser for the browser tests\n${reasons.map((reason) => `      ${reason}`).join('\n')}`,
      'install Chromium or Chrome (Debian: apt-get install chromium), or set CHROMIUM_PATH to its path',
      EXIT.missingTool,
    );
  });
}

/** @param {string} file */
function existing(file) {
  if (existsSync(file)) return file;
  throw new Fault(
    `CHROMIUM_PATH names ${file}, which does not exist`,
    'mend or unset it',
    EXIT.configuration,
  );
}

/** @returns {string | null} */
function onThisMachine() {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const candidates = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...candidates, ...MAC].find((file) => path.isAbsolute(file) && existsSync(file)) ?? null;
}

/** Playwright's own build when it is installed. */
async function playwrights() {
  const playwright = await import('playwright-core').catch(() => null);
  if (playwright === null) return null;
  const file = playwright.chromium.executablePath();
  return existsSync(file) ? file : null;
}

/** @returns {Promise<string | null>} why it did not work, or null */
async function fromDebian() {
  if (process.getuid?.() !== 0) return 'not root';
  if (!existsSync('/etc/debian_version')) return 'not Debian';
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const update = await run('apt-get', ['update', '-qq'], { env });
  if (update.code !== 0) return tail(update.stderr, 2);
  const install = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
    env,
  });
  return install.code === 0 ? null : tail(install.stderr, 2);
}

/** @returns {Promise<string | null>} why it did not work, or null */
async function fromPlaywright() {
  const cli = path.join(ROOT, 'node_modules', 'playwright-core', 'cli.js');
  if (!existsSync(cli)) return 'playwright-core is not installed';
  const { code, stderr } = await run(process.execPath, [cli, 'install', 'chromium'], { timeoutMs: 600_000 });
  return code === 0 ? null : tail(stderr, 2);
}
