import { existsSync } from 'node:fs';
import { ROOT } from '../setup/paths.mjs';
import { run, tail } from '../setup/run.mjs';

/** Values for the secrets that docker-compose.yml asks for; any will do for a check. */
const SECRETS = {
  DATABASE_PASSWORD: 'check',
  DISPATCH_JWT_SECRET: 'check',
  DISPATCH_ENCRYPTION_KEY: 'check',
};

/**
 * Checks docker-compose.yml without a Docker engine: Compose reads it, and refuses it when a secret is missing. Answers
 * what is wrong, or null. That Compose is nowhere to be had counts as wrong: a check that did not run is not green.
 * @returns {Promise<string | null>}
 */
export async function checkCompose() {
  const compose = (await findCompose()) ?? (await installCompose());
  if (typeof compose === 'string') return compose;
  const [command = '', ...args] = compose;
  const check = (/** @type {Record<string, string | undefined>} */ secrets) => {
    const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...secrets };
    return run(command, [...args, '-f', 'docker-compose.yml', 'config', '-q'], { cwd: ROOT, env });
  };
  const whole = await check(SECRETS);
  if (whole.code !== 0) return `docker-compose.yml is not valid:\n${tail(whole.stderr)}`;
  for (const name of Object.keys(SECRETS)) {
    const { code, stderr } = await check({ ...SECRETS, [name]: undefined });
    if (code === 0) return `docker-compose.yml starts without ${name}; it must refuse`;
    if (!/set it to/.test(stderr))
      return `docker-compose.yml does not say how to set ${name}:\n${tail(stderr, 3)}`;
  }
  return null;
}

/** @returns {Promise<string[] | null>} the command, or null */
async function findCompose() {
  for (const command of [['docker', 'compose'], ['docker-compose']]) {
    const [name = '', ...args] = command;
    const { code } = await run(name, [...args, 'version'], { timeoutMs: 20_000 });
    if (code === 0) return command;
  }
  return null;
}

/** @returns {Promise<string[] | string>} the command, or why there is none */
async function installCompose() {
  const remedy = 'install it (Debian: apt-get install docker-compose)';
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    return `Docker Compose is missing, so docker-compose.yml was not checked; ${remedy}`;
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  const { stderr } = await run(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', 'docker-compose'],
    { env },
  );
  return (await findCompose()) ?? `Docker Compose could not be installed: ${tail(stderr, 2)}; ${remedy}`;
}
