/*
 * After `npm install` against a registry that offers only some platforms: adds the optional packages of the others to
 * package-lock.json, so that `npm ci` accepts it on every platform.  Usage: node scripts/complete-lock.mjs
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { missingFrom } from './check/lock.mjs';
import { ROOT } from './setup/paths.mjs';

const file = path.join(ROOT, 'package-lock.json');
const lock = JSON.parse(await readFile(file, 'utf8'));
const missing = missingFrom(lock);
const entries = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => (a < b ? -1 : 1));
await writeFile(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(entries) }, null, 2)}\n`);
process.stdout.write(`${Object.keys(missing).length} packages added\n`);
