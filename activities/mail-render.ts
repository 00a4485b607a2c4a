import { spawn } from 'node:child_process';
import { join } from 'node:path';

const KEPT = 50;
const TIMEOUT_MS = 20_000;

/** Turns the MJML of a message into the HTML of a mail. */
export interface MailRenderer {
  html(mjml: string): Promise<string>;
}

/**
 * The renderer of one process: in the process with the mjml library, loaded with the first mail, or through the executable `mjml` in the
 * folder `mjmlPath` when one is configured. The last results are kept, because one message goes to many people. Throws when the MJML is
 * not valid, which is a fault of the message.
 */
export function createMailRenderer(options: { mjmlPath: string | null }): MailRenderer {
  const kept = new Map<string, Promise<string>>();
  const { mjmlPath } = options;
  return {
    html(mjml) {
      const there = kept.get(mjml);
      if (there) return there;
      const html = mjmlPath === null ? inProcess(mjml) : byExecutable(join(mjmlPath, 'mjml'), mjml);
      kept.set(mjml, html);
      html.catch(() => kept.delete(mjml));
      const [oldest] = kept.keys();
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
      return html;
    },
  };
}

async function inProcess(mjml: string): Promise<string> {
  const { default: render } = await import('mjml');
  const { html, errors } = await render(mjml, {
    validationLevel: 'soft',
    keepComments: false,
    ignoreIncludes: true,
    fonts: {},
  });
  const [error] = errors;
  if (error) throw new Error(`The mail is not valid MJML: ${error.formattedMessage}`);
  return html;
}

async function byExecutable(file: string, mjml: string): Promise<string> {
  const child = spawn(
    file,
    ['-i', '-s', '--config.validationLevel', 'strict', '--config.keepComments', 'false'],
    { stdio: ['pipe', 'pipe', 'pipe'], timeout: TIMEOUT_MS },
  );
  const finished = new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`MJML_PATH: ${file} cannot be run: ${error.message}`)));
    child.once('close', resolve);
  });
  const output = Promise.all([collected(child.stdout), collected(child.stderr)]);
  // An executable that ends without reading breaks the pipe; its exit code tells more than that.
  child.stdin.on('error', () => undefined);
  child.stdin.end(mjml);
  const code = await finished;
  const [html, said] = await output;
  if (code !== 0 || html.trim() === '')
    throw new Error(
      `MJML_PATH: ${file} ended with ${code ?? 'a signal'}: ${said.trim().slice(0, 500) || 'it wrote nothing'}`,
    );
  return html;
}

async function collected(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
