/*
 * Records the histories that `tests/replay` replays: `node scripts/record-histories.ts` runs every scenario on real servers and workers and
 * writes `tests/replay/histories/<version>/<name>.json`. Run it when a release adds something to the process, and keep what is there:
 * histories of a release stay until the release is no longer supported.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { toFile } from '../tests/replay/history-file.ts';
import { continued, SCENARIOS } from '../tests/replay/scenarios.ts';
import { startHarness, type Harness } from '../tests/workflows/support/harness.ts';

function versionNow(): string {
  const manifest: { version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return manifest.version;
}

async function record(harness: Harness, tell: (harness: Harness) => ReturnType<typeof continued>): Promise<void> {
  const folder = fileURLToPath(new URL(`../tests/replay/histories/${versionNow()}/`, import.meta.url));
  mkdirSync(folder, { recursive: true });
  for (const { name, workflowId, runId } of await tell(harness)) {
    const history = await harness.client.workflow.getHandle(workflowId, runId).fetchHistory();
    writeFileSync(`${folder}${name}.json`, toFile(history));
    process.stdout.write(`${name}: ${history.events?.length ?? 0} events\n`);
  }
}

const skipping = await startHarness();
for (const tell of SCENARIOS) await record(skipping, tell);
await skipping.stop();
const real = await startHarness({ suggestContinueAsNewAt: 120 });
await record(real, continued);
await real.stop();
