import type { RunningDispatch } from '../support/dispatch.ts';
import { settled } from '../support/client.ts';
import type { Row } from './report.ts';
import { summarize, timeEach } from './stats.ts';

/** Declaring as the caller feels it, request to 201: alone, and while the worker provisions all those before on the same cores. */
export async function declareAccepted({ api }: RunningDispatch): Promise<Row[]> {
  const aim = { limit: 50, words: '< 50 ms' };
  const quiet: number[] = [];
  for (let n = 0; n < 30; n += 1) {
    const begin = performance.now();
    const { id } = await api.declare({ title: `Alone ${n}` });
    quiet.push(performance.now() - begin);
    await api.until(id, settled, 60, 200);
  }
  const alone = summarize(quiet);
  const busy = await timeEach(200, (n) => api.declare({ title: `Declared ${n}` }), 0);
  return [
    { what: 'declare accepted', summary: alone, value: alone.median, unit: 'ms', aim, peer: '350 ms', note: null },
    { what: 'declare accepted, 200 one right after another', summary: busy, value: busy.median, unit: 'ms', aim: null, peer: null, note: null },
  ];
}

async function readyAfter({ api }: RunningDispatch, title: string, pauseMs = 50): Promise<number> {
  const begin = performance.now();
  const { id } = await api.declare({ title });
  await api.until(id, (i) => i.resources.length >= 7 && settled(i), 120, pauseMs);
  return performance.now() - begin;
}

/** From the request to all seven resources there and every step ended, with the built-in providers. */
export async function resourcesReady(dispatch: RunningDispatch): Promise<Row[]> {
  for (let n = 0; n < 3; n += 1) await readyAfter(dispatch, 'Warm up');
  const durations: number[] = [];
  for (let n = 0; n < 20; n += 1) durations.push(await readyAfter(dispatch, `Ready ${n}`));
  const summary = summarize(durations);
  return [{ what: 'all resources ready, built-in providers', summary, value: summary.median, unit: 'ms', aim: { limit: 2000, words: '< 2 s' }, peer: null, note: null }];
}

/** Twenty declarations at once until the last has everything; each is looked at every half second, so that the looking does not take the cores. */
export async function burst(dispatch: RunningDispatch): Promise<Row[]> {
  const begin = performance.now();
  const durations = await Promise.all(Array.from({ length: 20 }, (_, n) => readyAfter(dispatch, `Burst ${n}`, 500)));
  const value = performance.now() - begin;
  return [{ what: 'burst of 20 declarations, until the last is ready', summary: null, value, unit: 'ms', aim: { limit: 38_000, words: '< 38 s' }, peer: '38 s', note: `one: median ${Math.round(summarize(durations).median)} ms` }];
}

/** A stage change as the commander feels it: request to answer, the ledger written. */
export async function stageChange({ api }: RunningDispatch): Promise<Row[]> {
  const { id } = await api.declare({ title: 'Back and forth' });
  await api.until(id, settled);
  let stage = 'active';
  const summary = await timeEach(40, async () => {
    stage = stage === 'active' ? 'stable' : 'active';
    const answer = await api.call('POST', `/incidents/${id}/stage`, { stage });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  }, 2);
  return [{ what: 'stage change answered', summary, value: summary.median, unit: 'ms', aim: null, peer: null, note: null }];
}

/** From a write's request to the live event in a second client, which is what makes a browser fetch it. */
export async function liveUpdate({ api, url }: RunningDispatch): Promise<Row[]> {
  const { id } = await api.declare({ title: 'Watched' });
  await api.until(id, settled);
  const abort = new AbortController();
  const stream = await fetch(`${url}/api/v1/default/live`, { signal: abort.signal, headers: { accept: 'text/event-stream' } });
  const waiting: (() => void)[] = [];
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) throw new Error('the live stream has no body');
  const pump = (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if (value.includes('"messages"')) for (const wake of waiting.splice(0)) wake();
    }
  })().catch(() => undefined);
  const summary = await timeEach(50, async (n) => {
    const seen = new Promise<void>((resolve) => waiting.push(resolve));
    await api.call('POST', `/incidents/${id}/messages`, { body: `tick ${n}` });
    await seen;
  });
  abort.abort();
  await pump;
  return [{ what: 'live: write to event at another client', summary, value: summary.median, unit: 'ms', aim: { limit: 1000, words: '< 1 s' }, peer: null, note: null }];
}
