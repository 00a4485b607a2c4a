import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PLUGINS } from '../../plugins/index.ts';
import { healthChecks } from './conformance/health.ts';
import { SUITES } from './conformance/suites.ts';
import type { Check, Harness, World } from './conformance/world.ts';
import { builtinHarness } from './harness/builtin.ts';
import { duoHarness } from './harness/duo.ts';
import { emailHarness } from './harness/email.ts';
import { fakeVendorHarness } from './harness/fake-vendor.ts';
import { slackHarness } from './harness/slack.ts';
import { slackDoubleHarness } from './harness/slack-double.ts';

/** Every plugin of the product has a line here; the fake vendor shows that the kit can be passed over a wire. */
const HARNESSES: readonly Harness[] = [builtinHarness, emailHarness, duoHarness, slackHarness, slackDoubleHarness, fakeVendorHarness()];

it.each(PLUGINS.map((plugin) => plugin.id))('%s takes part in the conformance kit', async (id) => {
  const plugin = await PLUGINS.find((candidate) => candidate.id === id)?.load();
  expect(HARNESSES.map((harness) => harness.pluginId)).toContain(id);
  expect(plugin?.id).toBe(id);
  for (const capability of plugin?.capabilities ?? []) expect(SUITES[capability]?.length).toBeGreaterThan(0);
});

for (const harness of HARNESSES) {
  describe(harness.name ?? harness.pluginId, () => {
    let opened: Awaited<ReturnType<Harness['open']>>;
    beforeAll(async () => {
      opened = await harness.open();
    });
    afterAll(() => opened.close());

    const run = async (check: Check) => {
      const world: World = await opened.world();
      try {
        await check.run(world);
      } finally {
        await world.stop();
      }
    };
    const suites = [
      ...harness.capabilities.map((capability) => [capability, SUITES[capability] ?? []] as const),
      ['health', healthChecks] as const,
    ];
    for (const [name, checks] of suites) {
      describe(name, () => {
        for (const check of checks.filter((candidate) => candidate.need !== 'wire' || harness.hasWire))
          it(check.name, () => run(check));
      });
    }
  });
}
