import proto from '@temporalio/proto';

const { History } = proto.temporal.api.history.v1;
type History = proto.temporal.api.history.v1.IHistory;
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Who ran it where says nothing about the workflow: names of machines, and stacks with their paths. */
const SCRUBBED: Record<string, string> = { identity: 'worker', stackTrace: '', binaryChecksum: '' };

/** A history as the text of a file: JSON with enums by name and bytes in base64, without names of machines or paths. */
export function toFile(history: History): string {
  const plain: Json = History.toObject(History.fromObject(history), { enums: String, longs: String, bytes: String });
  return `${JSON.stringify(scrub(plain))}\n`;
}

/** The history in a file's text. */
export function fromFile(text: string): History {
  return History.fromObject(JSON.parse(text));
}

function scrub(value: Json): Json {
  if (Array.isArray(value)) return value.map(scrub);
  // Sticky task queues are named after the process and its machine.
  if (typeof value === 'string') return value.replace(/^\d+@[\w.-]+$/, 'worker');
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, SCRUBBED[key] ?? scrub(child)]));
}
