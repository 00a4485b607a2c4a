import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

/** A security key in software (ES256, no attestation): answers what browsers hand on, for tests without a browser. */
export interface SoftKey {
  id: string;
  /** Answers `navigator.credentials.create`. */
  create(options: { challenge: string }, at: { origin: string; rpId: string }): Record<string, unknown>;
  /** Answers `navigator.credentials.get`; the counter goes up each time, or is what `counter` says. */
  get(options: { challenge: string }, at: { origin: string; rpId: string; counter?: number }): Record<string, unknown>;
}

const b64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const sha = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

function clientData(type: 'webauthn.create' | 'webauthn.get', challenge: string, origin: string): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}

function authData(rpId: string, { flags, counter, attested }: { flags: number; counter: number; attested?: Buffer }): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  return Buffer.concat([sha(rpId), Buffer.from([flags]), count, attested ?? Buffer.alloc(0)]);
}

/** Makes a key pair; nothing of it leaves the test. */
export function createSoftKey(): SoftKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' });
  const rawId = randomBytes(32);
  const id = b64(rawId);
  let used = 0;
  // COSE_Key of an ES256 key (RFC 9053 section 7.1.1): kty EC2, alg -7, curve P-256, x, y.
  const cose = isoCBOR.encode(new Map<number, number | Uint8Array>([[1, 2], [3, -7], [-1, 1], [-2, new Uint8Array(Buffer.from(jwk.x ?? '', 'base64url'))], [-3, new Uint8Array(Buffer.from(jwk.y ?? '', 'base64url'))]]));
  const length = Buffer.alloc(2);
  length.writeUInt16BE(rawId.length);
  const attested = Buffer.concat([Buffer.alloc(16), length, rawId, Buffer.from(cose)]);
  const frame = { id, rawId: id, type: 'public-key', clientExtensionResults: {}, authenticatorAttachment: 'cross-platform' };
  return {
    id,
    create({ challenge }, { origin, rpId }) {
      const data = authData(rpId, { flags: 0x41, counter: used, attested });
      const attestationObject = isoCBOR.encode(new Map<string, unknown>([['fmt', 'none'], ['attStmt', new Map()], ['authData', new Uint8Array(data)]]) as never);
      return { ...frame, response: { clientDataJSON: b64(clientData('webauthn.create', challenge, origin)), attestationObject: b64(attestationObject), transports: ['usb'] } };
    },
    get({ challenge }, { origin, rpId, counter }) {
      used = counter ?? used + 1;
      const data = authData(rpId, { flags: 0x01, counter: used });
      const client = clientData('webauthn.get', challenge, origin);
      const signature = createSign('sha256').update(Buffer.concat([data, sha(client)])).sign(privateKey);
      return { ...frame, response: { clientDataJSON: b64(client), authenticatorData: b64(data), signature: b64(signature) } };
    },
  };
}
