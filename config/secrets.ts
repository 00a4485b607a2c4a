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

/** A cipher with one key: 32 bytes in base64. */
export function createCipher(base64Key: string): Cipher {
  return createCiphers([base64Key]);
}

/** A cipher that encrypts with the first key and still reads what the others encrypted (key rotation). */
export function createCiphers(base64Keys: readonly [string, ...string[]]): Cipher {
  const keys = new Map(base64Keys.map((text) => [keyIdOf(keyBytes(text)), keyBytes(text)]));
  const current = keyBytes(base64Keys[0]);
  const keyId = keyIdOf(current);
  return {
    keyId,
    encrypt(text) {
      const sealed = sealBytes(current, Buffer.from(text, 'utf8'));
      return { keyId, iv: sealed.iv.toString('base64'), tag: sealed.tag.toString('base64'), data: sealed.data.toString('base64') };
    },
    decrypt(sealed) {
      const key = keys.get(sealed.keyId);
      if (key === undefined) throw new Error(`This was encrypted with key ${sealed.keyId}, which is not DISPATCH_ENCRYPTION_KEY. Set the former key again, or enter the secret anew.`);
      return openBytes(key, { iv: Buffer.from(sealed.iv, 'base64'), tag: Buffer.from(sealed.tag, 'base64'), data: Buffer.from(sealed.data, 'base64') }).toString('utf8');
    },
  };
}

/** The 32 bytes of a base64 key; throws when there are not 32. */
export function keyBytes(base64Key: string): Buffer {
  const key = Buffer.from(base64Key, 'base64');
  if (key.length !== 32) throw new Error('An encryption key is 32 bytes in base64, e.g. from: openssl rand -base64 32');
  return key;
}

/** Names a key without giving it away: the first 8 hex digits of its SHA-256. */
export function keyIdOf(key: Buffer): string {
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
