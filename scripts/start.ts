import { createReporter } from './setup/console.mjs';
import { EXIT } from './setup/fault.mjs';
import { explain } from './explain.ts';
import { parseStartArguments } from './start/arguments.ts';
import { runStart } from './start/run.ts';

const HELP = `Usage: npm start -- [--demo] [--port <n>] [--data <folder>] [--verbose]

  --demo           fill an empty database with a believable organization, and offer a stand-in for Slack
  --port <n>       port of the app (the setting PORT; 8000)
  --data <folder>  where data, secrets and logs are kept (.data)
  --verbose        show everything that the parts print
`;

// What the parts write (database, secrets, logs) is for this user only.
process.umask(0o077);
const reporter = createReporter();
process.exitCode = await main().catch((error: unknown) => explain(error, reporter));

async function main(): Promise<number> {
  const args = parseStartArguments(process.argv.slice(2));
  if (args.help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  await runStart(args, reporter);
  return EXIT.ok;
}
