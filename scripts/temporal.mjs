import { pinnedProgram } from './setup/binary.mjs';
import { createReporter } from './setup/console.mjs';
import { TEMPORAL_CLI, TEMPORAL_TEST_SERVER } from './setup/pins.mjs';

/**
 * The path of the `temporal` CLI, whose `server start-dev` is the embedded Temporal server with its UI. Looked for on
 * PATH (when new enough) and in the project's cache; downloaded and checked by hash when it is in neither. Throws a
 * Fault with a remedy when it cannot be had.
 * @param {import('./setup/console.mjs').Reporter} [reporter]
 * @returns {Promise<string>}
 */
export function temporalCli(reporter = createReporter({ stream: process.stderr })) {
  return pinnedProgram(TEMPORAL_CLI, reporter);
}

/**
 * The path of Temporal's time-skipping test server, found in the same way; hand it to
 * `TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } })`.
 * @param {import('./setup/console.mjs').Reporter} [reporter]
 * @returns {Promise<string>}
 */
export function temporalTestServer(reporter = createReporter({ stream: process.stderr })) {
  return pinnedProgram(TEMPORAL_TEST_SERVER, reporter);
}
