import { EXIT } from './setup/fault.mjs';
import { answerCost } from './cost/answer.ts';

process.exitCode = await main(process.argv.slice(2));

/** Prints the cost of the case, or of each of the cases, on standard input: see docs/cost.md. */
async function main(args: readonly string[]): Promise<number> {
  if (args.length !== 1 || args[0] !== '--stdin') {
    process.stderr.write('Usage: npx dispatch cost --stdin < case.json\n\nReads one JSON case, or an array of cases, and prints the result, or an array of results; docs/cost.md describes them.\n');
    return EXIT.usage;
  }
  const answer = answerCost(await readAll(process.stdin));
  if ('problem' in answer) {
    process.stderr.write(answer.problem);
    return EXIT.badData;
  }
  for (let at = 0; at < answer.results.length; at += 1000) await write(answer.results.slice(at, at + 1000).join(''));
  return EXIT.ok;
}

async function readAll(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/** Waits until a slow reader has taken it; a reader that went away has enough. */
function write(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (error !== null && error !== undefined && !('code' in error && error.code === 'EPIPE')) reject(error);
      else resolve();
    });
  });
}
