import { existsSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../setup/paths.mjs';
import { run } from '../setup/run.mjs';
import { auditPackages } from './audit.mjs';
import { checkCompose } from './compose.mjs';

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {(env: NodeJS.ProcessEnv) => Promise<string | { unknown: string } | null>} run answers what is wrong, that it cannot be known (and why), or null
 * @property {boolean} [waits] true when it waits for the network and hardly computes
 */

/** The folders that the linter is pointed at. */
const SOURCES = [
  'activities',
  'api',
  'config',
  'domain',
  'models',
  'plugins',
  'scripts',
  'tests',
  'web',
  'worker',
  'workflows',
];

/**
 * What is checked without running the product, in the order of the report.
 * @type {Check[]}
 */
export const CHECKS = [
  {
    name: 'lint',
    run: (env) =>
      tool(env, 'oxlint', [
        '--type-aware',
        '--deny-warnings',
        '-c',
        '.oxlintrc.json',
        ...SOURCES,
        'jest.config.js',
      ]),
  },
  {
    name: 'types',
    run: async (env) =>
      (await tool(env, 'tsc', ['--noEmit'])) ?? (await tool(env, 'tsc', ['--noEmit', '-p', 'web'])),
  },
  { name: 'dead code', run: (env) => tool(env, 'knip', ['--no-progress']) },
  { name: 'generated docs', run: (env) => program(env, 'node', ['scripts/write-docs.ts', '--check']) },
  { name: 'docker-compose', waits: true, run: () => checkCompose() },
  { name: 'known weaknesses', waits: true, run: (env) => checkAdvisories(env) },
];

/**
 * A high or critical advisory about any package fails. That nobody could be asked proves nothing: it is said, and counts neither as passed nor as failed,
 * unless DISPATCH_AUDIT=required asks for an answer.
 * @param {NodeJS.ProcessEnv} env
 */
async function checkAdvisories(env) {
  const { verdict, text } = await auditPackages(env);
  if (verdict === 'clean') return null;
  if (verdict === 'vulnerable') return text;
  const unknown = `the advisory service did not answer, so packages were NOT checked for known weaknesses (${text}). Run "npm audit" where it can be reached.`;
  return env['DISPATCH_AUDIT'] === 'required' ? unknown : { unknown };
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} name
 * @param {string[]} args
 */
function tool(env, name, args) {
  const file = path.join(ROOT, 'node_modules', '.bin', name);
  return existsSync(file)
    ? program(env, file, args)
    : Promise.resolve(`${name} is not installed: run npm ci`);
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} command
 * @param {string[]} args
 */
async function program(env, command, args) {
  const { code, stdout, stderr } = await run(command, args, { cwd: ROOT, env });
  return code === 0 ? null : `${stdout}${stderr}`.trim() || `${command} ended with exit code ${code}`;
}
