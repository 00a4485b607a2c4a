import { describe, expect, it } from '@jest/globals';
import { SETTINGS } from '../../../config/schema.ts';
import { configurationPage, envExample } from '../../../scripts/docs/settings.ts';
import { staleFiles } from '../../../scripts/write-docs.ts';

describe('generated documentation', () => {
  it('is what the code says now', () => {
    expect(staleFiles()).toEqual([]);
  });

  it('names every setting once', () => {
    for (const key of Object.keys(SETTINGS)) {
      expect(envExample().split('\n').filter((line) => line.startsWith(`#${key}=`))).toHaveLength(1);
      expect(configurationPage().split(`| \`${key}\` |`)).toHaveLength(2);
    }
  });
});
