import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { COMMANDS } from '../../../scripts/commands.mjs';
import { ROOT } from '../../../scripts/setup/paths.mjs';
import { run } from '../../../scripts/setup/run.mjs';

const LAUNCHER = path.join(ROOT, 'scripts', 'dispatch.mjs');

describe('npx dispatch', () => {
  it.each(Object.entries(COMMANDS))('%s is a program that exists', (_, { file, about }) => {
    expect(existsSync(path.join(ROOT, file))).toBe(true);
    expect(about).not.toBe('');
  });
  it('lists its commands', async () => {
    const { code, stdout } = await run(process.execPath, [LAUNCHER, 'help']);
    expect(code).toBe(0);
    for (const name of Object.keys(COMMANDS)) expect(stdout).toContain(name);
  });
  it('refuses a command that there is not, with exit code 2', async () => {
    const { code, stderr } = await run(process.execPath, [LAUNCHER, 'strat']);
    expect(code).toBe(2);
    expect(stderr).toContain('there is no command "strat"');
  });
});
