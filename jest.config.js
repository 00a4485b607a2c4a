/** What each project of tests is, from fastest to slowest: how long one test may take, and whether it needs Postgres. */
const PROJECTS = {
  unit: { seconds: 10, postgres: false },
  workflows: { seconds: 60, postgres: false },
  replay: { seconds: 60, postgres: false },
  plugins: { seconds: 30, postgres: true },
  api: { seconds: 30, postgres: true },
  smoke: { seconds: 120, postgres: true },
  e2e: { seconds: 120, postgres: true },
};

/** The names of the projects, in the order in which `npm test` runs them. */
export const projectNames = Object.keys(PROJECTS);

const swc = (/** @type {boolean} */ tsx) => ({
  jsc: {
    target: 'es2024',
    parser: { syntax: 'typescript', tsx },
    transform: { react: { runtime: 'automatic' } },
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
});

const projects = Object.entries(PROJECTS).map(([name, { seconds, postgres }]) => ({
  displayName: name,
  rootDir: import.meta.dirname,
  testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.ts$': ['@swc/jest', swc(false)], '\\.tsx$': ['@swc/jest', swc(true)] },
  transformIgnorePatterns: ['/node_modules/'],
  modulePathIgnorePatterns: ['<rootDir>/.cache/', '<rootDir>/.data/', '<rootDir>/web/dist/'],
  globals: { testSeconds: seconds },
  setupFilesAfterEnv: ['<rootDir>/tests/support/time-limit.ts'],
  ...(postgres
    ? {
        globalSetup: '<rootDir>/tests/support/global-setup.ts',
        globalTeardown: '<rootDir>/tests/support/global-teardown.ts',
      }
    : {}),
}));

// oxlint-disable-next-line import/no-default-export -- Jest reads the configuration from the default export only.
export default { projects, maxWorkers: 2 };
