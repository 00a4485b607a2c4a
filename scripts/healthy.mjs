/*
 * For container health checks: ends with 0 when the process of this container that listens on the given port says that
 * it is ready, else with 1.  Usage: node scripts/healthy.mjs <port>
 */
const port = Number(process.argv[2]);
const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(4_000) }).catch(
  () => null,
);
process.exitCode = answer?.ok === true ? 0 : 1;
