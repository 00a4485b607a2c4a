/**
 * @typedef {object} Command
 * @property {string} about what it does, for `dispatch help`
 * @property {string} file the program, run by a Node that understands TypeScript
 * @property {import('./setup.mjs').Need[]} needs what has to be there before
 * @property {boolean} [plain] true for a command that must not be pointed to the embedded Postgres and Temporal of this
 * folder, as the others are when there are some and no other is named
 * @property {string} [args] its arguments, for `dispatch help`
 */

/**
 * The commands of `npx dispatch`; a new one is one line.
 * @type {Record<string, Command>}
 */
export const COMMANDS = {
  start: {
    about: 'run everything: Postgres, Temporal, worker, API and web',
    args: '[--demo] [--port <n>] [--data <folder>] [--verbose]',
    file: 'scripts/start.ts',
    plain: true,
    needs: ['packages', 'web'],
  },
  api: { about: 'run one API process', file: 'api/main.ts', needs: ['packages', 'web'] },
  worker: { about: 'run one worker process', file: 'worker/main.ts', needs: ['packages'] },
  migrate: {
    about: 'bring the database up to date',
    args: '[--demo]',
    file: 'scripts/migrate.ts',
    needs: ['packages'],
  },
  setup: {
    about: "register Temporal's search attributes and Schedules",
    file: 'worker/setup.ts',
    needs: ['packages'],
  },
  config: {
    about: 'show the settings in force, and where each comes from',
    args: '[--json]',
    file: 'scripts/config.ts',
    plain: true,
    needs: ['packages'],
  },
  doctor: {
    about: 'check every dependency; names fault and remedy',
    args: '[--json]',
    file: 'scripts/doctor.ts',
    needs: ['packages'],
  },
  'bootstrap-link': {
    about: 'print a one-time link for the first administrator',
    file: 'scripts/bootstrap-link.ts',
    needs: ['packages'],
  },
  organization: {
    about: 'make an organization with its owner, or list those that there are',
    args: 'create <slug> --owner <e-mail> [--name <name>] | list',
    file: 'scripts/organization.ts',
    needs: ['packages'],
  },
  person: {
    about: 'what is stored about a person: print it, or erase it',
    args: 'export|erase <e-mail> [--organization <slug>] [--yes]',
    file: 'scripts/person.ts',
    needs: ['packages'],
  },
  'second-factor': {
    about: 'remove the second factors of somebody who lost them and whom no administrator can help',
    args: 'reset <e-mail> [--organization <slug>]',
    file: 'scripts/second-factor.ts',
    needs: ['packages'],
  },
  'rotate-keys': {
    about: 'encrypt all secrets with the first key of DISPATCH_ENCRYPTION_KEY',
    file: 'scripts/rotate-keys.ts',
    needs: ['packages'],
  },
  cost: {
    about: 'calculate what an incident costs, from a JSON case',
    args: '--stdin',
    file: 'scripts/cost.ts',
    plain: true,
    needs: [],
  },
  slack: {
    about: 'print the manifest of the Slack app',
    args: 'manifest [--url <address>] [--organization <slug>] [--prefix </dispatch>] [--socket]',
    file: 'scripts/slack-manifest.ts',
    plain: true,
    needs: ['packages'],
  },
  bench: {
    about: 'measure speed and memory',
    file: 'scripts/bench.ts',
    plain: true,
    needs: ['packages', 'web'],
  },
};
