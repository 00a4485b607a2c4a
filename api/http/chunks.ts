import { once } from 'node:events';
import type { Response } from 'express';

/** Writes a piece of a streamed answer and waits when the reader is slow, so that a large answer never piles up in memory; false = the reader has left. */
export async function writeChunk(response: Response, text: string): Promise<boolean> {
  if (response.destroyed) return false;
  if (!response.write(text)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  return !response.destroyed;
}
