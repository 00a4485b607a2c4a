import { existsSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../setup/paths.mjs';
import { run } from '../setup/run.mjs';
import { checkCompose } from './compose.mjs';

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {(env: NodeJS.ProcessEnv) => Promise<string | null>} run answers what is wrong, or null
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
  { name: 'docker-compose', run: () => checkCompose() },
];

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
