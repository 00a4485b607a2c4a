/**
 * @typedef {object} LockEntry
 * @property {string} [version]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 */

/** @typedef {{ packages: Record<string, LockEntry> }} Lock */

const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const PROCESSORS = [
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
];

/**
 * The entries that a lock file lacks: optional packages of other platforms. A registry that does not offer them makes
 * npm leave them out, and then `npm ci` refuses the lock file everywhere.
 * @param {Lock} lock
 * @returns {Record<string, LockEntry>} by path, ready to be added
 */
export function missingFrom(lock) {
  /** @type {Record<string, LockEntry>} */
  const missing = {};
  for (const [parent, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const wanted = version.replace(/^[\^~]/, '');
      const there = placesFor(parent, name).find((place) => lock.packages[place] !== undefined);
      const found = there === undefined ? undefined : lock.packages[there]?.version;
      if (found === wanted || (found !== undefined && wanted !== version)) continue;
      // A range such as `2.x` names no version that could be written down; npm itself keeps what it chose for it.
      if (!/^\d+\.\d+\.\d+/.test(wanted)) continue;
      missing[freePlace(lock, parent, name)] = { version: wanted, optional: true, ...platformOf(name) };
    }
  }
  return missing;
}

/**
 * Where Node looks for a package that another one wants, nearest first.
 * @param {string} parent
 * @param {string} name
 * @returns {string[]}
 */
function placesFor(parent, name) {
  const packages = parent === '' ? [] : parent.slice('node_modules/'.length).split('/node_modules/');
  const folders = packages.map(
    (_, at) => `node_modules/${packages.slice(0, at + 1).join('/node_modules/')}/`,
  );
  return ['', ...folders].toReversed().map((folder) => `${folder}node_modules/${name}`);
}

/**
 * The outermost place that no other version holds, or the folder of the parent itself.
 * @param {Lock} lock
 * @param {string} parent
 * @param {string} name
 * @returns {string}
 */
function freePlace(lock, parent, name) {
  const places = placesFor(parent, name);
  const taken = places.findIndex((place) => lock.packages[place] !== undefined);
  return (taken === -1 ? places.at(-1) : places[taken - 1]) ?? `${parent}/node_modules/${name}`;
}

/**
 * The platform that a package's name tells, e.g. `@x/binding-linux-arm-musleabihf`.
 * @param {string} name
 * @returns {Pick<LockEntry, 'os' | 'cpu' | 'libc'>}
 */
export function platformOf(name) {
  const words = (name.split('/').at(-1) ?? '').split('-');
  const os = SYSTEMS.filter((system) => words.includes(system));
  const cpu = PROCESSORS.filter((processor) => words.includes(processor));
  const musl = words.some((word) => word.startsWith('musl'));
  const glibc = words.some((word) => word.startsWith('gnu'));
  return {
    ...(cpu.length === 0 ? {} : { cpu }),
    ...(os.length === 0 ? {} : { os }),
    ...(musl || glibc ? { libc: [musl ? 'musl' : 'glibc'] } : {}),
  };
}
