import { z } from 'zod';
import { type Plugin, VendorError } from '../contract.ts';

const KmsSettings = z.object({
  AWS_REGION: z.string().optional(),
  AWS_DEFAULT_REGION: z.string().optional(),
  AWS_ENDPOINT_URL_KMS: z.url('must be an address').optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
});
type KmsSettings = z.infer<typeof KmsSettings>;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** What KMS makes of a few bytes is longer than this; keys and passwords that people keep in base64 are shorter. */
const SEALED_BYTES = 100;
const TIMEOUT_MS = 10_000;

/** SECRET_PROVIDER=kms-secret: settings are base64 ciphertext of AWS KMS. Region and credentials come from the environment, or from where the AWS SDK looks. */
export const kmsSecret: Plugin<KmsSettings> = {
  id: 'kms-secret',
  name: 'AWS KMS',
  description: 'Reveals secrets that AWS KMS encrypted.',
  setup: 'aws kms encrypt --key-id <key> --plaintext fileb://secret --query CiphertextBlob --output text',
  settings: KmsSettings,
  secrets: ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'],
  capabilities: ['secretProvider'],
  connect: (settings) => ({
    secretProvider: {
      reveal: (value) => reveal(settings, value),
      isSealed: (value) => BASE64.test(value) && Buffer.from(value, 'base64').length >= SEALED_BYTES,
    },
  }),
  health: async () => ({ ok: true, detail: 'asked when a process starts' }),
};

async function reveal(settings: KmsSettings, value: string): Promise<string> {
  if (!BASE64.test(value)) throw new VendorError('invalid', 'it is not base64');
  // loaded only when it is wanted: it costs memory and start-up time
  const { KMSClient, DecryptCommand } = await import('@aws-sdk/client-kms');
  const region = settings.AWS_REGION ?? settings.AWS_DEFAULT_REGION;
  const client = new KMSClient({
    ...(region === undefined ? {} : { region }),
    ...(settings.AWS_ENDPOINT_URL_KMS === undefined ? {} : { endpoint: settings.AWS_ENDPOINT_URL_KMS }),
    ...credentialsOf(settings),
    requestHandler: { connectionTimeout: TIMEOUT_MS / 2, requestTimeout: TIMEOUT_MS },
  });
  try {
    const { Plaintext } = await client.send(new DecryptCommand({ CiphertextBlob: Buffer.from(value, 'base64') }));
    if (Plaintext === undefined) throw new VendorError('unavailable', 'AWS KMS answered nothing');
    return Buffer.from(Plaintext).toString('utf8');
  } catch (error) {
    throw error instanceof VendorError ? error : explained(error);
  } finally {
    client.destroy();
  }
}

// The SDK finds what stands in the environment by itself, but not what stands in .env.
function credentialsOf({ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken }: KmsSettings) {
  if (!accessKeyId || !secretAccessKey) return {};
  return { credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) } };
}

const REMEDIES: Record<string, string> = {
  InvalidCiphertextException: 'AWS KMS did not make it, or made it in another region or account',
  IncorrectKeyException: 'AWS KMS made it with another key',
  AccessDeniedException: 'AWS KMS denies kms:Decrypt to these credentials',
  NotFoundException: 'its key does not exist in this region and account',
  DisabledException: 'its key is disabled',
  CredentialsProviderError: 'there are no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role',
};

function explained(error: unknown): VendorError {
  const name = error instanceof Error ? error.name : '';
  const message = error instanceof Error ? error.message : String(error);
  if (/region is missing/i.test(message)) return new VendorError('invalid', 'the region is missing: set AWS_REGION');
  const remedy = REMEDIES[name];
  return remedy === undefined ? new VendorError('unavailable', `AWS KMS cannot be asked: ${message || name}`) : new VendorError('invalid', remedy);
}
