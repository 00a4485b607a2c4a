import { readdirSync, readFileSync } from 'node:fs';
import type { RunningDispatch } from '../support/dispatch.ts';
import type { Row } from './report.ts';

/** Resident memory in MB of a process and its children, from /proc (Linux). */
export function residentMegabytes(pid: number): number {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // it ended while we looked
    }
  }
  const family = new Set([pid]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const [child, parent] of parents) {
      if (family.has(parent) && !family.has(child)) {
        family.add(child);
        grew = true;
      }
    }
  }
  return [...family].reduce((sum, one) => sum + proportionalMegabytes(one), 0);
}

/** Proportional set size: shared pages (Postgres's buffers) are counted once over all processes. */
function proportionalMegabytes(pid: number): number {
  try {
    const line = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
    return Number(line?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** One row per process. */
export function memoryRows(dispatch: RunningDispatch, when: string): Row[] {
  const parts = { api: dispatch.server, worker: dispatch.worker, 'Temporal dev server': dispatch.temporal, Postgres: dispatch.postgres };
  return Object.entries(parts).map(([name, part]) => ({ what: `memory of ${name}, ${when}`, summary: null, value: residentMegabytes(part.pid()), unit: 'MB', aim: null, peer: null, note: null }));
}

/** Declares until `count` incidents are open, 20 at a time, and waits until all workflows have settled. */
export async function openIncidents(dispatch: RunningDispatch, count: number): Promise<void> {
  const ids: string[] = [];
  while (ids.length < count) {
    const some = await Promise.all(Array.from({ length: Math.min(20, count - ids.length) }, (_, n) => dispatch.api.declare({ title: `Open incident ${ids.length + n}` })));
    ids.push(...some.map((i) => i.id));
  }
  for (const id of ids) await dispatch.api.until(id, (i) => i.resources.length >= 7, 600);
}
