import { METADATA_ENCODING_KEY, type Payload, type PayloadCodec, ValueError } from '@temporalio/common';
import { keyring, openBytes, sealBytes, type Keyring } from './secrets.ts';

const ENCODING = 'binary/encrypted';
const KEY_ID = 'encryption-key-id';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts every payload that goes to Temporal with AES-256-GCM (data = IV, tag, ciphertext), whole payloads with their metadata. `keys` are 32 bytes
 * in base64, several with commas between them: the first encrypts, all decrypt. Payloads that are not encrypted are read as they are, so that keys can
 * be switched on and rotated while workflows run.
 */
export function createPayloadCodec(keys: string): PayloadCodec {
  const ring = keyring(keys);
  return {
    async encode(payloads) {
      return payloads.map((payload) => encrypt(ring, payload));
    },
    async decode(payloads) {
      return payloads.map((payload) => decrypt(ring, payload));
    },
  };
}

/** True when the payload was encrypted by this codec, whatever the key. */
export function isEncrypted(payload: Payload): boolean {
  return textOf(payload, METADATA_ENCODING_KEY) === ENCODING;
}

function encrypt({ current }: Keyring, payload: Payload): Payload {
  const sealed = sealBytes(current.bytes, pack(payload));
  return {
    metadata: { [METADATA_ENCODING_KEY]: Buffer.from(ENCODING), [KEY_ID]: Buffer.from(current.id) },
    data: Buffer.concat([sealed.iv, sealed.tag, sealed.data]),
  };
}

function decrypt(ring: Keyring, payload: Payload): Payload {
  if (!isEncrypted(payload)) return payload;
  const usedKey = textOf(payload, KEY_ID);
  const key = ring.find(usedKey);
  if (key === null) throw new ValueError(`A payload was encrypted with key ${usedKey}, which is not in TEMPORAL_PAYLOAD_KEY (${ring.ids.join(', ')}): add the former key behind the present one.`);
  const data = Buffer.from(payload.data ?? []);
  const plain = openBytes(key, { iv: data.subarray(0, IV_BYTES), tag: data.subarray(IV_BYTES, IV_BYTES + TAG_BYTES), data: data.subarray(IV_BYTES + TAG_BYTES) });
  return unpack(plain);
}

function textOf(payload: Payload, name: string): string {
  return Buffer.from(payload.metadata?.[name] ?? []).toString();
}

interface Packed {
  metadata: Record<string, string>;
  data: string | null;
}

function pack(payload: Payload): Buffer {
  const metadata = Object.fromEntries(Object.entries(payload.metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')]));
  const packed: Packed = { metadata, data: payload.data ? Buffer.from(payload.data).toString('base64') : null };
  return Buffer.from(JSON.stringify(packed), 'utf8');
}

function unpack(plain: Buffer): Payload {
  const packed = JSON.parse(plain.toString('utf8')) as Packed;
  const metadata = Object.fromEntries(Object.entries(packed.metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')]));
  return { metadata, data: packed.data === null ? null : Buffer.from(packed.data, 'base64') };
}
