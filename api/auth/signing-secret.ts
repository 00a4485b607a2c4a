import { hkdfSync } from 'node:crypto';
import type { Config } from '../../config/config.ts';

function secretIn({ auth, encryptionKey }: Pick<Config, 'auth' | 'encryptionKey'>): Buffer {
  if (auth.jwtSecret !== null) return Buffer.from(auth.jwtSecret);
  if (encryptionKey === null) throw new Error('Neither DISPATCH_JWT_SECRET nor DISPATCH_ENCRYPTION_KEY is set');
  // Of several keys the first one encrypts.
  return Buffer.from(encryptionKey.split(',')[0] ?? '');
}

/**
 * The secret that signs our own tokens, in base64: made by HKDF (RFC 5869) of DISPATCH_JWT_SECRET, else of the encryption key, because installations that sign in
 * elsewhere have the latter only. The provider goes into it, so that a session of one provider is worth nothing under another. Throws when there is neither.
 */
export function signingSecret(config: Pick<Config, 'auth' | 'encryptionKey'>): string {
  return Buffer.from(hkdfSync('sha256', secretIn(config), '', `dispatch session tokens ${config.auth.providerSlug}`, 32)).toString('base64');
}
