import { type Capabilities, type CapabilityName, VendorError } from './contract.ts';

/** One call of a capability, as metrics count it. */
export interface MeasuredCall {
  pluginId: string;
  capability: CapabilityName;
  /** `done`, the kind of a VendorError, or `error`. */
  outcome: string;
  milliseconds: number;
}

/** The same capabilities, telling of each call how it ended and how long it took. */
export function measured(capabilities: Capabilities, pluginId: string, onCall: ((call: MeasuredCall) => void) | undefined): Capabilities {
  if (onCall === undefined) return capabilities;
  const entries = Object.entries(capabilities).map(([name, impl]) => [name, watched(impl, { pluginId, capability: name as CapabilityName, onCall })]);
  return Object.fromEntries(entries) as Capabilities;
}

interface Watch {
  pluginId: string;
  capability: CapabilityName;
  onCall(call: MeasuredCall): void;
}

function watched<T extends object>(impl: T, watch: Watch): T {
  return new Proxy(impl, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => timed(() => Reflect.apply(value, target, args) as unknown, watch);
    },
  });
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

// What answers at once (a link that is only put together) is no call of a vendor and is not counted.
function timed(call: () => unknown, { onCall, ...about }: Watch): unknown {
  const since = performance.now();
  const tell = (outcome: string): void => onCall({ ...about, outcome, milliseconds: performance.now() - since });
  const result = call();
  if (!isPromise(result)) return result;
  return result.then(
    (value: unknown) => {
      tell('done');
      return value;
    },
    (error: unknown) => {
      tell(error instanceof VendorError ? error.kind : 'error');
      throw error;
    },
  );
}
