import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createOpenApi } from '../api/openapi.ts';
import { configurationPage, envExample } from './docs/settings.ts';
import { ROOT, shortPath } from './setup/paths.mjs';

/** Files that are made from the code, by their path in the project. */
export function generatedFiles(): Record<string, string> {
  const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  return {
    '.env.example': envExample(),
    'docs/configuration.md': configurationPage(),
    'docs/openapi.json': `${JSON.stringify(createOpenApi(version), null, 2)}\n`,
  };
}

/** The generated files that are missing or differ from what the code says now. */
export function staleFiles(): string[] {
  return Object.entries(generatedFiles()).flatMap(([file, text]) => {
    const target = path.join(ROOT, file);
    return existsSync(target) && readFileSync(target, 'utf8') === text ? [] : [file];
  });
}

function main(args: readonly string[]): number {
  const stale = staleFiles();
  if (args.includes('--check')) {
    for (const file of stale)
      process.stderr.write(`${file} is not what the code says now. Run: npm run docs:write\n`);
    return stale.length === 0 ? 0 : 1;
  }
  const files = generatedFiles();
  for (const file of stale) {
    const target = path.join(ROOT, file);
    writeFileSync(target, files[file] ?? '');
    process.stdout.write(`wrote ${shortPath(target)}\n`);
  }
  return 0;
}

if (process.argv[1] === import.meta.filename) process.exitCode = main(process.argv.slice(2));
