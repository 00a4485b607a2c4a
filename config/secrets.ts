import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** An encrypted text: AES-256-GCM with a random 96-bit IV; binary parts in base64. */
export interface Sealed {
  keyId: string;
  iv: string;
  tag: string;
  data: string;
}
/** Encrypts with one key and decrypts with every key it was given. */
export interface Cipher {
  keyId: string;
  encrypt(text: string): Sealed;
  /** Throws a plain `Error` when the key is unknown or the data was changed. */
  decrypt(sealed: Sealed): string;
}

/** Parts of an encrypted byte string. */
export interface SealedBytes {
  iv: Buffer;
  tag: Buffer;
  data: Buffer;
}

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;

/** A cipher with the keys of a setting: 32 bytes in base64, several with commas between them. The first encrypts, the others still decrypt (key rotation). */
export function createCipher(base64Keys: string): Cipher {
  const keys = keyring(base64Keys);
  const { id: keyId, bytes: current } = keys.current;
  return {
    keyId,
    encrypt(text) {
      const sealed = sealBytes(current, Buffer.from(text, 'utf8'));
      return { keyId, iv: sealed.iv.toString('base64'), tag: sealed.tag.toString('base64'), data: sealed.data.toString('base64') };
    },
    decrypt(sealed) {
      const key = keys.find(sealed.keyId);
      if (key === null) throw new Error(`This was encrypted with key ${sealed.keyId}, which is not in DISPATCH_ENCRYPTION_KEY. Add the former key behind the present one (with a comma between), or enter the secret anew.`);
      try {
        return openBytes(key, { iv: Buffer.from(sealed.iv, 'base64'), tag: Buffer.from(sealed.tag, 'base64'), data: Buffer.from(sealed.data, 'base64') }).toString('utf8');
      } catch {
        throw new Error('A stored secret was changed outside of Dispatch and cannot be read: enter it anew.');
      }
    },
  };
}

/** Several keys by their ids; `current` is the one that encrypts. */
export interface Keyring {
  current: { id: string; bytes: Buffer };
  ids: readonly string[];
  /** The key with this id; null when there is none. */
  find(id: string): Buffer | null;
}

/** The keys of a setting, in its order: base64 texts with commas between them. Throws when one is not 32 bytes. */
export function keyring(base64Keys: string): Keyring {
  const keys = base64Keys.split(',').map((text) => keyBytes(text.trim())).map((bytes) => ({ id: keyIdOf(bytes), bytes }));
  const [current] = keys;
  if (current === undefined) throw new Error('There is no encryption key.');
  return { current, ids: keys.map((key) => key.id), find: (id) => keys.find((key) => key.id === id)?.bytes ?? null };
}

function keyBytes(base64Key: string): Buffer {
  const key = Buffer.from(base64Key, 'base64');
  if (key.length !== 32) throw new Error('An encryption key is 32 bytes in base64, e.g. from: openssl rand -base64 32');
  return key;
}

// Names a key without giving it away.
function keyIdOf(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}

/** Encrypts bytes with a new random IV. */
export function sealBytes(key: Buffer, plain: Uint8Array): SealedBytes {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv);
  const data = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { iv, tag: cipher.getAuthTag(), data };
}

/** Decrypts bytes; throws when they or the tag were changed. */
export function openBytes(key: Buffer, sealed: SealedBytes): Buffer {
  const decipher = createDecipheriv(ALGORITHM, key, sealed.iv, { authTagLength: 16 });
  decipher.setAuthTag(sealed.tag);
  return Buffer.concat([decipher.update(sealed.data), decipher.final()]);
}
