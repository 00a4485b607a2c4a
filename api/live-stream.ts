import type { Request, Response } from 'express';
import type { Viewer } from '../domain/access.ts';
import type { ToldChange } from '../models/live.ts';
import type { LiveChange } from './contract/session.ts';
import type { LiveHub } from './live.ts';

/** One open stream. */
export interface StreamOptions {
  hub: LiveHub;
  viewer: Viewer;
  tokenId: string | null;
  request: Request;
  response: Response;
  /** Position after which to go on; null = only what happens from now. */
  after: number | null;
  /** When the session ends, ms since 1970; null = it does not. */
  expiresAt: number | null;
  /** Asked at each heartbeat: who the viewer is now; null ends the stream. */
  recheck(): Promise<Viewer | null>;
}

const HEARTBEAT_MS = 15_000;
// A reader this far behind gets its stream ended; it comes back with its last id and is told what it missed.
const MOST_WAITING_BYTES = 1_000_000;

function format(change: ToldChange): string {
  const data: LiveChange = { position: change.position, topic: change.topic, incidentId: change.incidentId, id: change.entityId };
  return `id: ${change.position}\ndata: ${JSON.stringify(data)}\n\n`;
}

function begin(response: Response): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    connection: 'keep-alive',
    // Proxies that gather answers would hold changes back.
    'x-accel-buffering': 'no',
  });
  response.write('retry: 1000\n\n');
}

async function sendMissed({ hub, viewer, after }: StreamOptions, write: (text: string) => void): Promise<void> {
  if (after === null) {
    write(`event: ready\nid: ${await hub.position()}\ndata: {}\n\n`);
    return;
  }
  const { changes, complete } = await hub.missed(viewer, after);
  if (!complete) write(`event: reset\nid: ${await hub.position()}\ndata: {}\n\n`);
  for (const change of changes) write(format(change));
  if (complete) write(`event: ready\nid: ${Math.max(after, ...changes.map((c) => c.position))}\ndata: {}\n\n`);
}

/** Streams changes until the client leaves, the session ends, or the process stops; resolves then. */
export async function streamChanges(options: StreamOptions): Promise<void> {
  const { hub, request, response, expiresAt } = options;
  const ended = Promise.withResolvers<void>();
  const write = (text: string): void => {
    if (response.writableEnded || response.destroyed) return;
    response.write(text);
    if (response.writableLength > MOST_WAITING_BYTES) ended.resolve();
  };
  const reset = (position: number): void => write(`event: reset\nid: ${position}\ndata: {}\n\n`);
  const recheck = async (): Promise<void> => {
    const before = listener.viewer.accessLevel;
    // Who cannot be looked up for a moment is looked up again at the next heartbeat.
    const viewer = await options.recheck().catch(() => listener.viewer);
    if (viewer === null) return ended.resolve();
    listener.viewer = viewer;
    if (viewer.accessLevel !== before) reset(await hub.position());
  };
  const listener = { viewer: options.viewer, tokenId: options.tokenId, send: (change: ToldChange) => write(format(change)), reset, recheck, end: ended.resolve };
  // Listening begins before what was missed is read, so that nothing falls between; what comes twice are only ids.
  begin(response);
  const leave = hub.join(listener);
  const heartbeat = setInterval(() => {
    write(': still here\n\n');
    void recheck().catch(() => undefined);
  }, HEARTBEAT_MS);
  // setTimeout cannot wait longer than 2^31 ms; a stream that old is simply opened anew.
  const expiry = setTimeout(ended.resolve, Math.min(2_147_000_000, Math.max(0, (expiresAt ?? Number.MAX_SAFE_INTEGER) - Date.now())));
  request.once('close', ended.resolve);
  response.once('close', ended.resolve);
  try {
    await sendMissed(options, write);
    await ended.promise;
  } finally {
    leave();
    clearInterval(heartbeat);
    clearTimeout(expiry);
    response.end();
  }
}
