import { expect } from '@jest/globals';
import type { Check } from './world.ts';

/** What every plugin must say about itself. */
export const healthChecks: Check[] = [
  {
    name: 'health: a working instance is well, and says what was checked',
    async run(world) {
      const health = await world.health();
      expect(health).toMatchObject({ ok: true });
      expect(health.detail.length).toBeGreaterThan(5);
    },
  },
  {
    name: 'health: bad credentials are said, without quoting them',
    need: 'wire',
    async run(world) {
      const health = await world.healthWithBadCredentials?.();
      expect(health?.ok).toBe(false);
      expect(health?.detail).not.toContain('wrong-secret');
    },
  },
];
