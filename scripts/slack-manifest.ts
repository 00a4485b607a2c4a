import { parseArgs } from 'node:util';
import { loadConfig } from '../config/load.ts';
import { manifestOf } from '../plugins/slack/manifest.ts';
import { SlackSettings } from '../plugins/slack/settings.ts';
import { explain } from './explain.ts';
import { createReporter } from './setup/console.mjs';
import { EXIT, Fault } from './setup/fault.mjs';

const USAGE = 'npx dispatch slack manifest [--url <address>] [--organization <slug>] [--prefix </dispatch>] [--socket]';
process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => explain(error, createReporter({ stream: process.stderr })));

/** Prints the manifest of the Slack app as JSON: everything that the plugin uses, and nothing else. */
async function main(argv: readonly string[]): Promise<number> {
  const { url, organization, prefix, isSocket } = read(argv);
  const manifest = manifestOf({ webUrl: url ?? loadConfig(process.env, { part: 'migrate' }).server.uiUrl, organization, commandPrefix: prefix, commandNames: '', isSocket });
  process.stdout.write(`${JSON.stringify(manifest, null, 2)}\n`);
  return EXIT.ok;
}

function read(argv: readonly string[]): { url: string | null; organization: string; prefix: string; isSocket: boolean } {
  const { values, positionals } = parsed(argv);
  if (positionals.length !== 1 || positionals[0] !== 'manifest') throw new Fault('say what to print: manifest', USAGE, EXIT.usage);
  const { url, organization = 'default', prefix = '/dispatch', socket: isSocket = false } = values;
  const address = url === undefined ? null : URL.parse(url);
  if (url !== undefined && (address === null || !/^https?:$/.test(address.protocol))) throw new Fault(`${url} is no address`, 'name it with https://, as Slack reaches it', EXIT.usage);
  const known = SlackSettings.shape.commandPrefix.safeParse(prefix);
  if (!known.success) throw new Fault(`the prefix ${known.error.issues[0]?.message ?? 'is not valid'}`, USAGE, EXIT.usage);
  return { url: address === null ? null : address.href.replace(/\/+$/, ''), organization, prefix, isSocket };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options: { url: { type: 'string' }, organization: { type: 'string' }, prefix: { type: 'string' }, socket: { type: 'boolean' } } });
  } catch (error) {
    throw new Fault(error instanceof Error ? error.message : String(error), USAGE, EXIT.usage);
  }
}
