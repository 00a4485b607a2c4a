import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Where programs that the project brings for itself are kept; safe to delete at any time. */
export const CACHE = path.join(ROOT, '.cache');

/**
 * A path as people want to read it: relative to the project when it is inside.
 * @param {string} file
 * @returns {string}
 */
export function shortPath(file) {
  const relative = path.relative(ROOT, file);
  return relative.startsWith('..') || path.isAbsolute(relative) ? file : relative || '.';
}
