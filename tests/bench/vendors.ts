import { settled } from '../support/client.ts';
import { startWithVendor } from '../support/use-fake-vendor.ts';
import type { Row } from './report.ts';
import { summarize } from './stats.ts';

const LATENCY = 200;

/** All resources at vendors that take 200 ms a call, against the longest chain of calls that wait for each other. */
export async function vendorCalls(): Promise<Row[]> {
  const { dispatch, vendor, stop } = await startWithVendor();
  try {
    const warm = await dispatch.api.declare({ title: 'Warm up' });
    await dispatch.api.until(warm.id, settled, 60);
    vendor.setLatency(LATENCY);
    const durations: number[] = [];
    let calls = 0;
    let chain = 0;
    for (let n = 0; n < 10; n += 1) {
      const before = vendor.calls.length;
      const begin = performance.now();
      const { id } = await dispatch.api.declare({ title: `At vendors ${n}` });
      await dispatch.api.until(id, (i) => i.resources.length >= 7 && settled(i), 60);
      durations.push(performance.now() - begin);
      const mine = vendor.calls.slice(before);
      calls = mine.length;
      chain = Math.max(chain, longestChain(mine.map((c) => ({ from: c.from, to: c.to ?? c.from }))));
    }
    const summary = summarize(durations);
    return [
      { what: `all resources ready, ${calls} vendor calls of ${LATENCY} ms`, summary, value: summary.median, unit: 'ms', aim: null, peer: '6.1 s', note: null },
      { what: 'the same, against the longest chain of calls', summary: null, value: summary.median / (chain * LATENCY), unit: '×', aim: { limit: 1.3, words: '≤ 1.3 ×' }, peer: null, note: `${chain} calls one after another = ${chain * LATENCY} ms` },
    ];
  } finally {
    await stop();
  }
}

/** The most calls of which each began only after the one before had ended. */
export function longestChain(calls: readonly { from: number; to: number }[]): number {
  const sorted = calls.toSorted((a, b) => a.to - b.to);
  let chain = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const call of sorted) {
    if (call.from < end) continue;
    chain += 1;
    end = call.to;
  }
  return chain;
}
