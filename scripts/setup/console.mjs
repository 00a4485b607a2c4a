import { performance } from 'node:perf_hooks';

/**
 * Says what is being done: a line that renews itself on a terminal, plain lines everywhere else.
 * @typedef {object} Reporter
 * @property {<T>(title: string, work: (step: Step) => Promise<T> | T) => Promise<T>} step runs the work under a title
 * and prints one line with its outcome and the time it took; a step that calls `quiet()` prints nothing
 * @property {(line?: string) => void} line prints a line of its own
 * @property {(text: string) => void} warn prints a line that deserves attention
 * @property {(text: string) => void} error prints a line that says what went wrong
 * @property {Paint} paint colours, empty where colours are not wanted
 */

/**
 * @typedef {object} Step
 * @property {(text: string) => void} progress how far it is; renews the line on a terminal, and is printed now and
 * then elsewhere
 * @property {(text: string) => void} note what the finished line says behind the title
 * @property {() => void} quiet there was nothing to do: print no line
 */

/** @typedef {Record<'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue', (text: string) => string>} Paint */

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
};
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const PLAIN_PROGRESS_EVERY_MS = 10_000;

/**
 * True when colours are wanted: on a terminal, unless NO_COLOR is set; FORCE_COLOR asks for them anywhere.
 * @param {{ isTTY?: boolean | undefined }} stream
 * @param {Record<string, string | undefined>} env
 * @returns {boolean}
 */
export function wantsColour(stream, env) {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] && env['FORCE_COLOR'] !== '0') return true;
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

/**
 * Colour functions; each gives the text back unchanged when colours are off.
 * @param {boolean} on
 * @returns {Paint}
 */
export function paints(on) {
  const entries = Object.entries(CODES).map(([name, [open, close]]) => [
    name,
    (/** @type {string} */ text) => (on ? `\u001b[${open}m${text}\u001b[${close}m` : text),
  ]);
  return Object.fromEntries(entries);
}

/**
 * A time for people: `40 ms`, `3.2 s`, `2 min 5 s`.
 * @param {number} ms
 * @returns {string}
 */
export function duration(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * @typedef {object} Screen
 * @property {(text: string) => void} line prints a line above the one that renews itself
 * @property {() => void} draw renews the last line
 * @property {boolean} live false where lines cannot renew themselves
 * @property {Map<string, { since: number, text: string }>} running what is being done
 */

/**
 * The last line of a terminal, which says what is being done and renews itself.
 * @param {NodeJS.WriteStream} stream
 * @param {Paint} paint
 * @param {boolean} live
 * @returns {Screen}
 */
function createScreen(stream, paint, live) {
  /** @type {Screen['running']} */
  const running = new Map();
  let frame = 0;
  let drawn = false;
  const clear = () => {
    if (drawn) stream.write('\r\u001b[2K');
    drawn = false;
  };
  const draw = () => {
    clear();
    if (!live || running.size === 0) return;
    const parts = [...running].map(([title, { since, text }]) => {
      return `${title}${text ? ` ${text}` : ''} ${duration(performance.now() - since)}`;
    });
    frame = (frame + 1) % FRAMES.length;
    const width = (stream.columns ?? 80) - 6;
    stream.write(`  ${paint.blue(FRAMES[frame] ?? '·')} ${parts.join(' · ').slice(0, width)}`);
    drawn = true;
  };
  const line = (/** @type {string} */ text) => {
    clear();
    stream.write(`${text}\n`);
    draw();
  };
  return { line, draw, live, running };
}

/**
 * Runs the work of one step; prints its line when it has finished or failed.
 * @template T
 * @param {{ screen: Screen, paint: Paint }} where
 * @param {string} title
 * @param {(step: Step) => Promise<T> | T} work
 * @returns {Promise<T>}
 */
async function runStep({ screen, paint }, title, work) {
  const since = performance.now();
  const state = { since, text: '' };
  const outcome = { note: '', quiet: false };
  let lastPlain = since;
  const finish = (/** @type {string} */ mark, /** @type {string} */ note) => {
    const took = paint.dim(duration(performance.now() - since));
    screen.line(`  ${mark} ${title.padEnd(20)} ${note.padEnd(42)} ${took}`);
  };
  screen.running.set(title, state);
  const timer = screen.live ? setInterval(screen.draw, 120) : undefined;
  try {
    const value = await work({
      progress: (text) => {
        state.text = text;
        if (screen.live || performance.now() - lastPlain < PLAIN_PROGRESS_EVERY_MS) return;
        lastPlain = performance.now();
        screen.line(`    ${title}: ${text}`);
      },
      note: (text) => {
        outcome.note = text;
      },
      quiet: () => {
        outcome.quiet = true;
      },
    });
    screen.running.delete(title);
    if (outcome.quiet) screen.draw();
    else finish(paint.green('✓'), outcome.note);
    return value;
  } catch (error) {
    screen.running.delete(title);
    finish(paint.red('✗'), 'failed');
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/**
 * A reporter that writes to the given stream (standard output unless told).
 * @param {{ stream?: NodeJS.WriteStream, env?: Record<string, string | undefined> }} [options]
 * @returns {Reporter}
 */
export function createReporter({ stream = process.stdout, env = process.env } = {}) {
  const paint = paints(wantsColour(stream, env));
  const live = stream.isTTY && env['TERM'] !== 'dumb' && !env['CI'];
  const screen = createScreen(stream, paint, live);
  return {
    step: (title, work) => runStep({ screen, paint }, title, work),
    line: (text = '') => screen.line(text),
    warn: (text) => screen.line(`  ${paint.yellow('!')} ${text}`),
    error: (text) => screen.line(`  ${paint.red('✗')} ${text}`),
    paint,
  };
}
