import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Plugin } from '../../plugins/contract.ts';
import type { FakeSettings } from '../support/fake-vendor/client.ts';
import { plugin } from '../support/fake-vendor/plugin.ts';
import { usable } from './conformance/making.ts';
import { SUITES } from './conformance/suites.ts';
import type { Harness } from './conformance/world.ts';
import { fakeVendorHarness } from './harness/fake-vendor.ts';
import { careless, type Mutant, MUTANTS } from './mutants.ts';

/** The good plugin with the mistake in it. */
function mutated(mutant: Mutant): Plugin<FakeSettings> {
  return {
    ...plugin,
    connect(settings, context) {
      const good = plugin.connect(settings, context);
      return { ...good, ...mutant.change(usable(good), careless(settings)) };
    },
  };
}

describe.each(MUTANTS)('the kit catches a plugin that $mistake', (mutant) => {
  let opened: Awaited<ReturnType<Harness['open']>>;
  beforeAll(async () => {
    opened = await fakeVendorHarness(mutated(mutant)).open();
  });
  afterAll(() => opened.close());

  it.each(mutant.caughtBy)('%s', async (name) => {
    const check = SUITES[mutant.capability]?.find((candidate) => candidate.name === name);
    if (!check) throw new Error(`there is no check “${name}”`);
    const world = await opened.world();
    await expect(check.run(world)).rejects.toThrow();
  });
});
