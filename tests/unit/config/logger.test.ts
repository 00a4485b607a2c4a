import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const LOGGER = path.resolve(import.meta.dirname, '../../../config/logger.ts');

/** What a process of its own writes to standard output. */
function logged(call: string, level = 'info'): string {
  const source = `const { createLogger } = await import(${JSON.stringify(LOGGER)}); const log = createLogger({ logLevel: '${level}', tags: { region: 'north' } }, 'api'); ${call}`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', source], { encoding: 'utf8' }).stdout;
}

describe('the log', () => {
  it('is JSON with part, level and time', () => {
    expect(JSON.parse(logged(`log.warn({ incidentId: 'i1' }, 'late')`))).toMatchObject({ part: 'api', tags: { region: 'north' }, level: 'warn', incidentId: 'i1', msg: 'late', time: expect.stringMatching(/Z$/) });
  });

  it('holds no tokens, mail bodies or message texts', () => {
    const line = logged(`log.info({ token: 't-1', message: { body: 'b-2', text: 't-3', html: 'h-4' }, req: { headers: { authorization: 'a-5', cookie: 'c-6' } }, password: 'p-7' }, 'x')`);
    expect(line).toContain('[redacted]');
    expect(line).not.toMatch(/t-1|b-2|t-3|h-4|a-5|c-6|p-7/);
  });

  it('is silent below its level', () => {
    expect(logged(`log.info('x')`, 'error')).toBe('');
  });
});
