/**
 * Compares two versions number by number (`1.10.0` is newer than `1.9.1`; a missing part counts as 0; a leading `v`
 * and anything after a `-` are ignored). Negative: a is older; 0: equal; positive: a is newer.
 * @param {string} a
 * @param {string} b
 * @returns {number}
 */
export function compareVersions(a, b) {
  const left = numbers(a);
  const right = numbers(b);
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * True when the version is the wanted one or newer; false for a version that cannot be read.
 * @param {string | null | undefined} version
 * @param {string} wanted
 * @returns {boolean}
 */
export function atLeast(version, wanted) {
  return version != null && /^v?\d/.test(version) && compareVersions(version, wanted) >= 0;
}

/**
 * The first thing in a program's `--version` output that looks like a version, or null.
 * @param {string} output
 * @returns {string | null}
 */
export function versionIn(output) {
  return /\d+\.\d+(?:\.\d+)?/.exec(output)?.[0] ?? null;
}

/** @param {string} version */
function numbers(version) {
  return (version.replace(/^v/, '').split('-')[0] ?? '')
    .split('.')
    .map((part) => Number.parseInt(part, 10) || 0);
}
