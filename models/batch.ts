import type { Database } from './connect.ts';
import { select } from './sql.ts';

/** Adds a value to a statement and answers its placeholder (`$3`). */
export type Bind = (value: unknown) => string;

/**
 * Several writes sent as one statement, so that a transaction costs few round trips. Each becomes a `with` part; they see the tables as
 * they were before the statement, so no two of them may write the same row.
 */
export interface Batch {
  add(write: (bind: Bind) => string): void;
  run(tx: Database): Promise<void>;
}

/** An empty batch. */
export function createBatch(): Batch {
  const parts: string[] = [];
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  return {
    add: (write) => void parts.push(write(bind)),
    async run(tx) {
      if (parts.length === 0) return;
      const list = parts.map((part, index) => `w${index} as (${part})`).join(',\n');
      await select(tx, `with ${list}\nselect 1 as done`, values);
    },
  };
}
