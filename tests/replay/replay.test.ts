import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker, type ReplayResult, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { WORKFLOWS_PATH } from '../workflows/support/harness.ts';
import '../workflows/support/patience.ts';
import { fromFile } from './history-file.ts';

const FOLDER = fileURLToPath(new URL('./histories/', import.meta.url));
const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.json')).sort();

let workflowBundle: WorkflowBundleWithSourceMap;
beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  workflowBundle = await bundleWorkflowCode({ workflowsPath: WORKFLOWS_PATH, logger: new DefaultLogger('ERROR') });
}, 60_000);

async function replay(histories: { workflowId: string; text: string }[]): Promise<ReplayResult[]> {
  const results: ReplayResult[] = [];
  const runs = histories.map(({ workflowId, text }) => ({ workflowId, history: fromFile(text) }));
  for await (const result of Worker.runReplayHistories({ workflowBundle }, runs)) results.push(result);
  return results;
}
const recorded = (file: string): string => readFileSync(`${FOLDER}${file}`, 'utf8');

describe('recorded histories', () => {
  it('are there for every kind of workflow and way of life', () => {
    const names = FILES.map((f) => f.replace(/^.*\//, '').replace('.json', ''));
    expect(names).toEqual(expect.arrayContaining(['continued-first', 'continued-second', 'cost', 'full-life', 'full-life-postmortem', 'record-only', 'record-only-reopened', 'troubles', 'troubles-postmortem']));
  });

  it('replay with the present code', async () => {
    const results = await replay(FILES.map((workflowId) => ({ workflowId, text: recorded(workflowId) })));
    expect(results.map((r) => `${r.workflowId}: ${r.error?.message ?? 'ok'}`)).toEqual(FILES.map((f) => `${f}: ok`));
  });

  it('do not replay when the code would do something else', async () => {
    const text = recorded(FILES.find((f) => f.endsWith('/full-life.json')) ?? '').replaceAll('"createStorage"', '"createShed"');
    const [result] = await replay([{ workflowId: 'changed', text }]);
    expect(result?.error?.name).toBe('DeterminismViolationError');
  });

  it.each(FILES)('%s names no machine', (file) => {
    expect(recorded(file)).not.toMatch(/@[a-z0-9-]+"|file:\/\/|\/(home|root|tmp|work|usr)\//);
  });
});
