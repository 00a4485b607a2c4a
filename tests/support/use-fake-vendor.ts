import { plugin } from './fake-vendor/plugin.ts';
import { type FakeVendor, startFakeVendor } from './fake-vendor/server.ts';
import { startDispatch, type RunningDispatch } from './dispatch.ts';

const PLUGIN_PATH = new URL('./fake-vendor/plugin.ts', import.meta.url).pathname;

/** The product with every capability provided by one fake vendor over HTTP. */
export interface WithVendor {
  dispatch: RunningDispatch;
  vendor: FakeVendor;
  stop(): Promise<void>;
}

/** Starts the fake vendor and the product, and sets the vendor up for the organization through the API. */
export async function startWithVendor(options: { latencyMs?: number } = {}): Promise<WithVendor> {
  const vendor = await startFakeVendor(options);
  const dispatch = await startDispatch({ env: { DISPATCH_EXTRA_PLUGINS: PLUGIN_PATH } }).catch(async (error: unknown) => {
    await vendor.stop();
    throw error;
  });
  const capabilities = plugin.capabilities.filter((c) => c !== 'oncall');
  const answer = await dispatch.api.call('PUT', `/plugins/${plugin.id}`, { capabilities, settings: { baseUrl: vendor.url, token: vendor.token } });
  const stop = async (): Promise<void> => {
    await dispatch.stop();
    await vendor.stop();
  };
  if (answer.status === 200) return { dispatch, vendor, stop };
  await stop();
  throw new Error(`setting up the fake vendor: ${answer.status} ${JSON.stringify(answer.body)}`);
}

/** How often each resource of an incident exists at the vendor, by the mark it carries. */
export function vendorCounts(vendor: FakeVendor, incidentId: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const objects of vendor.data.collections.values()) {
    for (const { mark } of objects.values()) {
      const [, id, ...purpose] = mark.split(':');
      if (id === incidentId) counts[purpose.join(':')] = (counts[purpose.join(':')] ?? 0) + 1;
    }
  }
  return counts;
}
