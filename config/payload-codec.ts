import { METADATA_ENCODING_KEY, type Payload, type PayloadCodec, ValueError } from '@temporalio/common';
import { keyBytes, keyIdOf, openBytes, sealBytes } from './secrets.ts';

const ENCODING = 'binary/encrypted';
const KEY_ID = 'encryption-key-id';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts every payload that goes to Temporal with AES-256-GCM (data = IV, tag, ciphertext), whole payloads with their metadata.
 * Payloads that are not encrypted are read as they are, so the key can be switched on while workflows run.
 */
export function createPayloadCodec(base64Key: string): PayloadCodec {
  const key = keyBytes(base64Key);
  const keyId = keyIdOf(key);
  return {
    async encode(payloads) {
      return payloads.map((payload) => encrypt(key, keyId, payload));
    },
    async decode(payloads) {
      return payloads.map((payload) => decrypt(key, keyId, payload));
    },
  };
}

function encrypt(key: Buffer, keyId: string, payload: Payload): Payload {
  const sealed = sealBytes(key, pack(payload));
  return {
    metadata: { [METADATA_ENCODING_KEY]: Buffer.from(ENCODING), [KEY_ID]: Buffer.from(keyId) },
    data: Buffer.concat([sealed.iv, sealed.tag, sealed.data]),
  };
}

function decrypt(key: Buffer, keyId: string, payload: Payload): Payload {
  const encoding = payload.metadata?.[METADATA_ENCODING_KEY];
  if (encoding === undefined || encoding === null || Buffer.from(encoding).toString() !== ENCODING) return payload;
  const usedKey = Buffer.from(payload.metadata?.[KEY_ID] ?? []).toString();
  if (usedKey !== keyId) throw new ValueError(`A payload was encrypted with key ${usedKey}, but TEMPORAL_PAYLOAD_KEY is ${keyId}.`);
  const data = Buffer.from(payload.data ?? []);
  const plain = openBytes(key, { iv: data.subarray(0, IV_BYTES), tag: data.subarray(IV_BYTES, IV_BYTES + TAG_BYTES), data: data.subarray(IV_BYTES + TAG_BYTES) });
  return unpack(plain);
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
