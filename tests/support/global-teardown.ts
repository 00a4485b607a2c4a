import { TEST_SERVER } from './postgres.ts';

/** Stops what the global setup started; a server from outside stays. */
// oxlint-disable-next-line import/no-default-export -- Jest calls the default export.
export default async function teardown(): Promise<void> {
  const server = globalThis.dispatchTestServer;
  if (server === undefined) return;
  globalThis.dispatchTestServer = undefined;
  delete process.env[TEST_SERVER];
  await server.stop();
}
