import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { defaultPayloadConverter } from '@temporalio/common';
import fc from 'fast-check';
import { createPayloadCodec } from '../../../config/payload-codec.ts';
import { createCipher } from '../../../config/secrets.ts';
import { connectionOptions, dataConverter } from '../../../config/temporal.ts';

const key = () => randomBytes(32).toString('base64');

describe('secrets at rest', () => {
  const cipher = createCipher(key());

  it('gives every text back and never the same ciphertext twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const [a, b] = [cipher.encrypt(text), cipher.encrypt(text)];
        expect(cipher.decrypt(a)).toBe(Buffer.from(text, 'utf8').toString('utf8'));
        expect(a.iv).not.toBe(b.iv);
      }),
    );
  });

  it.each(['data', 'tag', 'iv'] as const)('refuses a changed %s', (part) => {
    const sealed = cipher.encrypt('a secret');
    const bytes = Buffer.from(sealed[part], 'base64');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    expect(() => cipher.decrypt({ ...sealed, [part]: bytes.toString('base64') })).toThrow();
  });

  it('says which key is missing, and reads former keys after a rotation', () => {
    const [old, fresh] = [key(), key()];
    const sealed = createCipher(old).encrypt('a secret');
    expect(() => createCipher(fresh).decrypt(sealed)).toThrow(sealed.keyId);
    const rotated = createCipher(`${fresh},${old}`);
    expect(rotated.decrypt(sealed)).toBe('a secret');
    expect(rotated.encrypt('x').keyId).not.toBe(sealed.keyId);
  });

  it('refuses a key that is too short', () => {
    expect(() => createCipher(randomBytes(16).toString('base64'))).toThrow('32 bytes');
  });
});

describe('payloads in Temporal', () => {
  const codec = createPayloadCodec(key());
  const payload = defaultPayloadConverter.toPayload({ title: 'Card payments are failing' });

  it('are unreadable in histories and come back whole', async () => {
    const [encrypted] = await codec.encode([payload]);
    expect(Buffer.from(encrypted?.data ?? []).toString('latin1')).not.toContain('Card');
    expect(Buffer.from(encrypted?.metadata?.['encoding'] ?? []).toString()).toBe('binary/encrypted');
    const [decrypted] = await codec.decode(encrypted ? [encrypted] : []);
    expect(defaultPayloadConverter.fromPayload(decrypted ?? {})).toEqual({ title: 'Card payments are failing' });
  });

  it('that were written before encryption was turned on stay readable', async () => {
    expect(await codec.decode([payload])).toEqual([payload]);
  });

  it('of another key are refused by its name', async () => {
    const encrypted = await createPayloadCodec(key()).encode([payload]);
    await expect(codec.decode(encrypted)).rejects.toThrow('TEMPORAL_PAYLOAD_KEY');
  });

  it('of a former key are read after a rotation, and new ones use the new key', async () => {
    const [old, fresh] = [key(), key()];
    const before = await createPayloadCodec(old).encode([payload]);
    const rotated = createPayloadCodec(`${fresh},${old}`);
    expect(await rotated.decode(before)).toEqual([payload]);
    await expect(createPayloadCodec(old).decode(await rotated.encode([payload]))).rejects.toThrow('TEMPORAL_PAYLOAD_KEY');
  });

  it('are left alone without a key', () => {
    expect(dataConverter({ payloadKey: null })).toEqual({});
    expect(dataConverter({ payloadKey: key() }).payloadCodecs).toHaveLength(1);
  });

  it('travel over TLS as set', () => {
    const plain = { address: 'a:1', namespace: 'n', tls: null, apiKey: null, uiUrl: null, payloadKey: null };
    expect(connectionOptions(plain)).toEqual({ address: 'a:1', tls: false });
    const mutual = connectionOptions({ ...plain, apiKey: 'k', tls: { serverName: 's', ca: 'CA', cert: 'C', key: 'K' } });
    expect(mutual).toEqual({ address: 'a:1', apiKey: 'k', tls: { serverNameOverride: 's', serverRootCACertificate: Buffer.from('CA'), clientCertPair: { crt: Buffer.from('C'), key: Buffer.from('K') } } });
  });
});
