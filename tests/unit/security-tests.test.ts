import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';

const ROOT = path.resolve(import.meta.dirname, '../..');
const text = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

it('docs/security-tests.md names tests that are there', () => {
  const rows = [...text('docs/security-tests.md').matchAll(/^\| .+ \| `(tests\/[^`]+)` \| (.+) \|$/gm)];
  expect(rows.length).toBeGreaterThan(80);
  const gone = rows.filter(([, file = '', name = '']) => !existsSync(path.join(ROOT, file)) || !['\'', '"', '`'].some((quote) => text(file).includes(`${quote}${name}${quote}`)));
  expect(gone.map(([row]) => row)).toEqual([]);
});
