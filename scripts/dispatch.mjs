#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { COMMANDS } from './commands.mjs';
import { createReporter } from './setup/console.mjs';
import { EXIT, Fault } from './setup/fault.mjs';
import { ROOT } from './setup/paths.mjs';
import { runInFront } from './setup/run.mjs';
import { prepare } from './setup.mjs';

const reporter = createReporter({ stream: process.stderr });
process.exitCode = await main(process.argv.slice(2)).catch(explain);

/**
 * @param {string[]} argv
 * @returns {Promise<number>} exit code
 */
async function main([name = 'help', ...args]) {
  if (['help', '--help', '-h'].includes(name)) return help(EXIT.ok);
  if (['--version', '-v', 'version'].includes(name)) return version();
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    reporter.error(`there is no command "${name}"`);
    return help(EXIT.usage);
  }
  const launchedAt = Date.now();
  const { node, env } = await prepare(reporter, command.needs);
  const flags = ['--disable-warning=ExperimentalWarning'];
  // Not for what starts the embedded parts itself, or shows where settings come from.
  if (!command.plain) flags.push('--import', pathToFileURL(path.join(ROOT, 'scripts', 'use-data.ts')).href);
  return runInFront(node, [...flags, path.join(ROOT, command.file), ...args], {
    env: { ...env, DISPATCH_LAUNCHED_AT: String(launchedAt) },
  });
}

/** @param {unknown} error */
function explain(error) {
  if (!(error instanceof Fault)) throw error;
  reporter.error(error.message);
  reporter.line(`    → ${error.remedy}`);
  return error.exitCode;
}

function version() {
  const { version: text } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  process.stdout.write(`${text}\n`);
  return EXIT.ok;
}

/** @param {number} exitCode */
function help(exitCode) {
  const lines = Object.entries(COMMANDS).map(([name, { about, args }]) => {
    return `  ${name.padEnd(16)}${about}${args === undefined ? '' : `\n${' '.repeat(18)}${args}`}`;
  });
  const stream = exitCode === EXIT.ok ? process.stdout : process.stderr;
  stream.write(`Usage: npx dispatch <command>\n\n${lines.join('\n')}\n`);
  return exitCode;
}
