import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** The sockets of apps in socket mode: RFC 6455 as far as text, ping and close frames of up to 1 MB go. */
export interface SocketHub {
  /** A new address to connect to, good once. */
  ticket(base: string): string;
  /** How many are connected. */
  count(): number;
  /** Sends an envelope through one connection; resolves with the payload of its acknowledgement, null when none came within `ms`. Rejects when nobody is connected. */
  deliver(envelope: { type: string; payload: unknown; accepts_response_payload?: boolean; retry_attempt?: number }, ms?: number): Promise<Record<string, unknown> | null>;
  /** Slack recycles connections: all are told to go and come again. */
  recycle(): void;
  /** Breaks all connections off. */
  drop(): void;
}

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const OPCODE = { text: 1, close: 8, ping: 9, pong: 10 } as const;

/** Takes WebSocket connections of a server at `/link`. */
export function createSocketHub(server: Server): SocketHub {
  const tickets = new Set<string>();
  const open = new Set<Duplex>();
  const waiting = new Map<string, (payload: Record<string, unknown>) => void>();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    const url = new URL(request.url ?? '/', 'http://slack');
    const key = request.headers['sec-websocket-key'];
    if (url.pathname !== '/link' || typeof key !== 'string' || !tickets.delete(url.searchParams.get('ticket') ?? '')) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const accept = createHash('sha1').update(key + GUID).digest('base64');
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
    readFrames(socket, (text) => acknowledged(text, waiting));
    socket.write(frame(OPCODE.text, JSON.stringify({ type: 'hello', num_connections: open.size, connection_info: { app_id: 'A0DISPATCH' } })));
  });
  return {
    ticket(base) {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `${base.replace(/^http/, 'ws')}/link?ticket=${ticket}`;
    },
    count: () => open.size,
    async deliver(envelope, ms = 3000) {
      const socket = [...open].at(-1);
      if (socket === undefined) throw new Error('no app is connected');
      const envelope_id = randomUUID();
      const answered = new Promise<Record<string, unknown> | null>((resolve) => {
        const timer = setTimeout(resolve, ms, null);
        waiting.set(envelope_id, (payload) => {
          clearTimeout(timer);
          resolve(payload);
        });
      });
      socket.write(frame(OPCODE.text, JSON.stringify({ accepts_response_payload: true, ...envelope, envelope_id })));
      return answered.finally(() => waiting.delete(envelope_id));
    },
    recycle: () => open.forEach((socket) => socket.write(frame(OPCODE.text, JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' })))),
    drop: () => open.forEach((socket) => socket.destroy()),
  };
}

function acknowledged(text: string, waiting: Map<string, (payload: Record<string, unknown>) => void>): void {
  const { envelope_id: id, payload } = JSON.parse(text) as { envelope_id?: string; payload?: Record<string, unknown> };
  waiting.get(id ?? '')?.(payload ?? {});
}

/** One unmasked frame, as servers send them. */
function frame(opcode: number, text: string | Buffer): Buffer {
  const body = Buffer.from(text);
  const length = body.length < 126 ? Buffer.from([body.length]) : body.length < 65_536 ? Buffer.from([126, body.length >> 8, body.length & 255]) : longLength(body.length);
  return Buffer.concat([Buffer.from([0x80 | opcode]), length, body]);
}

function longLength(length: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = 127;
  bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}

/** Reads masked frames of a client; answers pings and the end of the connection. */
function readFrames(socket: Duplex, onText: (text: string) => void): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let one = takeFrame(rest); one !== null; one = takeFrame(rest)) {
      rest = rest.subarray(one.size);
      if (one.opcode === OPCODE.text) onText(one.body.toString('utf8'));
      if (one.opcode === OPCODE.ping) socket.write(frame(OPCODE.pong, one.body));
      if (one.opcode === OPCODE.close) return void socket.end(frame(OPCODE.close, one.body));
    }
  });
}

function takeFrame(bytes: Buffer): { opcode: number; body: Buffer; size: number } | null {
  if (bytes.length < 2) return null;
  const short = (bytes[1] ?? 0) & 127;
  const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
  const head = 2 + extra + 4;
  if (bytes.length < head) return null;
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  if (bytes.length < head + length) return null;
  const mask = bytes.subarray(head - 4, head);
  const body = Buffer.from(bytes.subarray(head, head + length).map((byte, n) => byte ^ (mask[n % 4] ?? 0)));
  return { opcode: (bytes[0] ?? 0) & 15, body, size: head + length };
}
