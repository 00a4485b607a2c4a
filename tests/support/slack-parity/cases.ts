import { LIFE } from './life.ts';
import { PEOPLE } from './people.ts';
import { READING } from './reading.ts';
import { WORK } from './work.ts';
import type { ParityCase } from './world.ts';

/** Every row of the table in docs/slack.md, in an order in which one incident can go through all of them. */
export const PARITY: readonly ParityCase[] = [...READING, ...PEOPLE, ...WORK, ...LIFE];
