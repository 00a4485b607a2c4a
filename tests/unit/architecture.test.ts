import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { importsOf, sourceFiles, type Import } from '../support/imports.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const COLUMNS = ['domain', 'config', 'workflows', 'activities', 'models', 'plugins', 'api/contract'] as const;
const ROWS = ['domain', 'workflows', 'plugins', 'models', 'activities', 'worker', 'api', 'api/contract', 'web'] as const;

/** The cells of docs/architecture.md's import table: row → column → cell. */
function table(): Map<string, Map<string, string>> {
  const lines = readFileSync(`${ROOT}docs/architecture.md`, 'utf8').split('\n');
  const start = lines.findIndex((l) => l.startsWith('| from \\ to |'));
  const rows = new Map<string, Map<string, string>>();
  for (const line of lines.slice(start + 2)) {
    if (!line.startsWith('|')) break;
    const cells = line.split('|').slice(1, -1).map((c) => c.trim());
    rows.set(cells[0] ?? '', new Map([...COLUMNS, 'packages'].map((c, i) => [c, cells[i + 1] ?? ''])));
  }
  return rows;
}

const roomOf = (path: string): string => (path.startsWith('api/contract/') ? 'api/contract' : (path.split('/')[0] ?? ''));

/** Null when the import is allowed by the cell, else the reason. */
function refusal(found: Import, cell: string): string | null {
  const where = `${found.file} → ${found.target}`;
  if (cell === '') return `${where}: not in the import table`;
  if (cell === 'yes') return null;
  if (found.typeOnly) return null;
  const words = cell.split(/[,;]/).map((w) => w.trim().replaceAll('`', ''));
  if (words.includes('enums') && /(access|types|events|errors)\.ts$/.test(found.target)) return null;
  const named = words.some((w) => found.target.includes(`/${w.split(' ')[0]}`) || (w === 'start options' && found.target.includes('/start-options')) || w.startsWith('reads'));
  return named ? null : `${where}: only "${cell}"`;
}

/** Own plugin folder and the contract, http and registry files are one room with rules inside. */
function pluginRefusal(found: Import): string | null {
  const own = found.file.split('/')[1] ?? '';
  const target = found.target.split('/')[1] ?? '';
  const shared = ['contract.ts', 'http.ts', 'secrets.ts'];
  const isRegistration = !found.file.slice('plugins/'.length).includes('/');
  if (own === target || shared.includes(target) || isRegistration) return null;
  return `${found.file} → ${found.target}: a plugin imports its own folder, the contract and http only`;
}

describe('who imports whom', () => {
  const rows = table();
  it('finds the whole table in the documentation', () => {
    expect([...rows.keys()].sort()).toEqual([...ROWS].sort());
  });

  it.each(ROWS.filter((r) => existsSync(`${ROOT}${r}`)))('%s imports only what the table allows', (row) => {
    const files = sourceFiles(ROOT, row).filter((f) => roomOf(f) === row);
    expect(files.length).toBeGreaterThan(0);
    const refused = files.flatMap((file) => importsOf(ROOT, file)).flatMap((found) => {
      const room = found.relative ? roomOf(found.target) : 'packages';
      if (room === row) return row === 'plugins' ? [pluginRefusal(found)] : [];
      if (room === 'packages') return row === 'domain' ? [`${found.file} → ${found.target}: domain imports no packages`] : [];
      if (row === 'api/contract' && room === 'domain' && found.typeOnly) return [];
      return [refusal(found, rows.get(row)?.get(room) ?? '')];
    });
    expect(refused.filter((r) => r !== null)).toEqual([]);
  });

  it('reads the environment in one place', () => {
    const rooms = ['domain', 'config', 'workflows', 'activities', 'worker', 'models', 'plugins', 'api'].filter((r) => existsSync(`${ROOT}${r}`));
    const readers = rooms.flatMap((r) => sourceFiles(ROOT, r)).filter((f) => /process\.env\b/.test(readFileSync(`${ROOT}${f}`, 'utf8')));
    expect(readers.filter((f) => f !== 'config/load.ts')).toEqual([]);
  });

  it('keeps vendor packages inside their plugin', () => {
    const vendors = /^(@slack\/|googleapis|@googleapis\/|jira\.js|nodemailer|@octokit\/|confluence\.js|@duosecurity\/|@simplewebauthn\/|otpauth)/;
    const rooms = ['domain', 'config', 'workflows', 'activities', 'worker', 'models', 'api'].filter((r) => existsSync(`${ROOT}${r}`));
    const leaks = rooms.flatMap((r) => sourceFiles(ROOT, r)).flatMap((f) => importsOf(ROOT, f)).filter((i) => !i.relative && vendors.test(i.target));
    expect(leaks.map((i) => `${i.file} → ${i.target}`)).toEqual([]);
  });
});
