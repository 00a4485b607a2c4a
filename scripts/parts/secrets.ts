import { randomBytes } from 'node:crypto';
import { chmod, open, readFile, rename } from 'node:fs/promises';
import { codeOf, EXIT, Fault, storageFault } from '../setup/fault.mjs';

/** What is generated once for an installation of its own and kept in `.data/secrets.json`. */
export interface Secrets {
  readonly databasePassword: string;
  /** Signs sessions: `DISPATCH_JWT_SECRET`. */
  readonly jwtSecret: string;
  /** Encrypts settings at rest, 32 bytes in base64: `DISPATCH_ENCRYPTION_KEY`. */
  readonly encryptionKey: string;
}

/** Fresh random secrets. */
export function generateSecrets(): Secrets {
  return {
    databasePassword: randomBytes(24).toString('base64url'),
    jwtSecret: randomBytes(48).toString('base64url'),
    encryptionKey: randomBytes(32).toString('base64'),
  };
}

/** The secrets of a file's text. Throws a Fault that names what is missing. */
export function parseSecrets(text: string, file: string): Secrets {
  const value = parseObject(text);
  const read = (name: keyof Secrets): string => {
    const found = value?.[name];
    if (typeof found === 'string' && found !== '') return found;
    throw new Fault(
      value === null ? `${file} is not readable JSON` : `${file} has no "${name}"`,
      'restore it from a backup; without it the data beside it cannot be read',
      EXIT.configuration,
    );
  };
  return {
    databasePassword: read('databasePassword'),
    jwtSecret: read('jwtSecret'),
    encryptionKey: read('encryptionKey'),
  };
}

/** What `readOrCreateSecrets` has to know. */
export interface SecretsPlace {
  readonly file: string;
  /** True when there is data already that only the secrets of this file open. */
  readonly dataExists: boolean;
}

/**
 * Reads the secrets, or generates and keeps them (mode 0600, written whole or not at all). Throws a Fault when data
 * exists that only the lost secrets would open.
 */
export async function readOrCreateSecrets({ file, dataExists }: SecretsPlace): Promise<Secrets> {
  const text = await readText(file);
  if (text !== null) {
    await chmod(file, 0o600).catch(() => undefined);
    return parseSecrets(text, file);
  }
  if (dataExists) {
    throw new Fault(
      `${file} is missing, but there is a database that was made with it`,
      'restore it from a backup, or move the data folder away to start empty',
      EXIT.configuration,
    );
  }
  const secrets = generateSecrets();
  await writeWhole(file, `${JSON.stringify(secrets, null, 2)}\n`);
  return secrets;
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw storageFault(error, file);
  }
}

async function writeWhole(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    await handle.writeFile(text);
    await handle.sync();
    await handle.close();
    await rename(temporary, file);
  } catch (error) {
    throw storageFault(error, file);
  }
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}
