import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The product's version, from package.json. */
export function productVersion(): string {
  const text = readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  return version;
}
