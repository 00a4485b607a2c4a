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
  bench: {
    about: 'measure speed and memory',
    file: 'scripts/bench.ts',
    plain: true,
    needs: ['packages', 'web'],
  },
};
