import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** One import of a source file: `target` is a repository path for relative imports, else the package name. */
export interface Import {
  file: string;
  target: string;
  relative: boolean;
  typeOnly: boolean;
}

const STATEMENT = /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[\w*{][^'"`;]*?\s+from\s+)?['"]([^'"\n]+)['"]/g;
const DYNAMIC = /\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g;

/** Every `.ts`, `.tsx` and `.mjs` file below a folder, as repository paths. */
export function sourceFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile() && /\.(ts|tsx|mjs)$/.test(e.name) && !/[\\/](node_modules|dist)([\\/]|$)/.test(e.parentPath))
    .map((e) => relative(root, join(e.parentPath, e.name)));
}

/** The imports of one file; braces that hold only `type x` members count as type-only. */
export function importsOf(root: string, file: string): Import[] {
  const source = readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  const found: Import[] = [];
  for (const match of source.matchAll(STATEMENT)) found.push(toImport(root, { file, spec: match[2] ?? '', typeOnly: match[1] !== undefined || onlyTypeMembers(match[0]) }));
  for (const match of source.matchAll(DYNAMIC)) found.push(toImport(root, { file, spec: match[1] ?? '', typeOnly: false }));
  return found;
}

function onlyTypeMembers(statement: string): boolean {
  const braces = /^\s*(?:import|export)\s*\{([^}]*)\}/.exec(statement.trim());
  const members = (braces?.[1] ?? '').split(',').map((m) => m.trim()).filter((m) => m !== '');
  return members.length > 0 && members.every((m) => m.startsWith('type '));
}

function toImport(root: string, { file, spec, typeOnly }: { file: string; spec: string; typeOnly: boolean }): Import {
  if (!spec.startsWith('.')) {
    const [scope, name] = spec.split('/');
    return { file, target: spec.startsWith('@') ? `${scope}/${name}` : (scope ?? spec), relative: false, typeOnly };
  }
  return { file, target: relative(root, resolve(root, dirname(file), spec)), relative: true, typeOnly };
}
