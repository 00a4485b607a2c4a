import { startTestPostgres, TEST_SERVER, type TestServer } from './postgres.ts';

declare global {
  var dispatchTestServer: TestServer | undefined;
}

/** Starts one PostgreSQL for the whole run (once, whatever the number of projects that ask for it). */
// oxlint-disable-next-line import/no-default-export -- Jest calls the default export.
export default async function setup(): Promise<void> {
  if (process.env[TEST_SERVER] !== undefined) return;
  const server = await startTestPostgres();
  globalThis.dispatchTestServer = server;
  process.env[TEST_SERVER] = JSON.stringify(server.settings);
}
