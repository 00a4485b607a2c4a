import { createHash } from 'node:crypto';
import type { Row } from './report.ts';
import { timeEach } from './stats.ts';

const DATA = Buffer.alloc(16 * 1024 * 1024, 'dispatch');
const OBJECTS = Array.from({ length: 20_000 }, (_, n) => ({ n, text: `row ${n}` }));

/** How fast this machine is at the moment: without it, figures of two days or two machines cannot be compared. */
export async function machineSpeed(name: string): Promise<Row[]> {
  const hash = await timeEach(20, () => Promise.resolve(createHash('sha256').update(DATA).digest()));
  const objects = await timeEach(20, () => Promise.resolve(JSON.parse(JSON.stringify(OBJECTS))));
  return [
    { what: `this machine ${name}: SHA-256 of 16 MB`, summary: hash, value: hash.median, unit: 'ms', aim: null, peer: null, note: null },
    { what: `this machine ${name}: 20,000 objects to JSON and back`, summary: objects, value: objects.median, unit: 'ms', aim: null, peer: null, note: null },
  ];
}
