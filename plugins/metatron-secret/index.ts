import { spawn } from 'node:child_process';
import { z } from 'zod';
import { type Plugin, VendorError } from '../contract.ts';

const COMMAND = 'metatron';
const TIMEOUT_MS = 15_000;
const LARGEST_BYTES = 65_536;
const MetatronSettings = z.object({});

/**
 * SECRET_PROVIDER=metatron-secret: settings are base64 text that `metatron decrypt` reveals. The command gets the decoded bytes on its standard input and
 * answers the plain text on its standard output; it must be on PATH.
 */
export const metatronSecret: Plugin<z.infer<typeof MetatronSettings>> = {
  id: 'metatron-secret',
  name: 'Metatron',
  description: 'Reveals secrets with the command metatron.',
  setup: 'Install the command metatron on PATH.',
  settings: MetatronSettings,
  secrets: [],
  capabilities: ['secretProvider'],
  connect: () => ({ secretProvider: { reveal, isSealed: (value) => Buffer.from(value, 'base64').length >= 100 && /^[A-Za-z0-9+/]+={0,2}$/.test(value) } }),
  health: async () => ({ ok: true, detail: 'asked when a process starts' }),
};

async function reveal(value: string): Promise<string> {
  const child = spawn(COMMAND, ['decrypt'], { stdio: ['pipe', 'pipe', 'pipe'], timeout: TIMEOUT_MS });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => reject(absent(error)));
    child.once('close', resolve);
  });
  // A command that ends without reading breaks the pipe; its exit code tells more than that.
  child.stdin.on('error', () => undefined);
  child.stdin.end(Buffer.from(value, 'base64'));
  const [code, plain, said] = await Promise.all([ended, collected(child.stdout), collected(child.stderr)]);
  if (code !== 0) throw new VendorError('invalid', `${COMMAND} decrypt ended with ${code ?? 'a signal'}: ${said.trim().split('\n').at(-1)?.slice(0, 200) || 'it said nothing'}`);
  if (plain === '') throw new VendorError('invalid', `${COMMAND} decrypt answered nothing`);
  return plain.replace(/\r?\n$/, '');
}

function absent(error: Error): VendorError {
  const isMissing = 'code' in error && error.code === 'ENOENT';
  return new VendorError('unavailable', isMissing ? `the command ${COMMAND} is not on PATH: install it, or choose another SECRET_PROVIDER` : `${COMMAND} cannot be run: ${error.message}`);
}

async function collected(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size <= LARGEST_BYTES) chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks).toString('utf8');
}
