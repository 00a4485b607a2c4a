import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../setup/paths.mjs';
import { run } from '../setup/run.mjs';

/**
 * @typedef {object} Accepted an advisory that is known, does not concern us, and is looked at again
 * @property {string} id as in the advisory's address, e.g. `GHSA-xxxx-xxxx-xxxx`
 * @property {string} reason
 * @property {string} until day (`2027-01-31`) from which it counts again
 */

/** @typedef {{ verdict: 'clean' | 'vulnerable' | 'unknown', text: string }} Judgement */

const PATIENCE_MS = 60_000;
const GRAVE = ['high', 'critical'];

/**
 * Asks the package registry's advisory service about every package of the lock file.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Judgement>}
 */
export async function auditPackages(env) {
  const file = path.join(ROOT, 'scripts', 'check', 'accepted-advisories.json');
  const accepted = JSON.parse(readFileSync(file, 'utf8'));
  const { stdout, stderr, code } = await run('npm', ['audit', '--json'], {
    cwd: ROOT,
    env,
    timeoutMs: PATIENCE_MS,
  });
  return judge(stdout, { accepted, today: new Date().toISOString().slice(0, 10), otherwise: stderr || `npm audit ended with exit code ${code}` });
}

/**
 * What a report of `npm audit --json` means. Only an answer of the service is one: silence is neither good nor bad news.
 * @param {string} text
 * @param {{ accepted: Accepted[], today: string, otherwise: string }} context `otherwise` says what went wrong when there is no report
 * @returns {Judgement}
 */
export function judge(text, { accepted, today, otherwise }) {
  const report = parse(text);
  const found = report?.['vulnerabilities'];
  if (report === null || typeof found !== 'object' || found === null) {
    const said = typeof report?.['message'] === 'string' ? report['message'] : (otherwise.trim().split('\n').at(-1) ?? '');
    return { verdict: 'unknown', text: said.replace(/https?:\/\/\S+/g, 'the advisory service').slice(0, 200) };
  }
  const valid = accepted.filter(({ until }) => until > today).map(({ id }) => id);
  const grave = Object.entries(found).flatMap(([name, entry]) => graveIn(name, entry, valid));
  if (grave.length === 0) return { verdict: 'clean', text: '' };
  return { verdict: 'vulnerable', text: grave.join('\n') };
}

/**
 * @param {string} name
 * @param {any} entry of `npm audit`'s report version 2
 * @param {string[]} accepted
 * @returns {string[]}
 */
function graveIn(name, entry, accepted) {
  // `via` names the advisories themselves as objects, and packages that only depend on those as texts.
  const advisories = (entry.via ?? []).filter((/** @type {unknown} */ via) => typeof via === 'object');
  return advisories
    .filter((/** @type {any} */ via) => GRAVE.includes(via.severity) && !accepted.some((id) => String(via.url).endsWith(id)))
    .map((/** @type {any} */ via) => `${name} ${via.range}: ${via.severity}, ${via.title} (${via.url})`);
}

/**
 * @param {string} text
 * @returns {Record<string, unknown> | null}
 */
function parse(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}
