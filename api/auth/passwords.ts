import { hash, verify } from '@node-rs/argon2';

// Algorithm 2 is Argon2id; memory and passes as OWASP's password storage advice has them (19 MiB, 2 passes).
const OPTIONS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
let nobody: Promise<string> | null = null;

/** The hash under which a password is kept (Argon2id, about 30 ms). */
export function hashPassword(password: string): Promise<string> {
  return hash(password, OPTIONS);
}

/** True when the password belongs to the hash. Without a hash it takes as long and is false, so that nobody learns from the time which accounts exist. */
export async function checkPassword(password: string, passwordHash: string | null): Promise<boolean> {
  nobody ??= hashPassword('this account does not exist');
  const isRight = await verify(passwordHash ?? (await nobody), password).catch(() => false);
  return passwordHash !== null && isRight;
}
