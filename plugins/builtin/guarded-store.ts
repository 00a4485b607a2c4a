import { type BuiltinStore, VendorError, type VendorErrorKind } from '../contract.ts';

/** The store with every error as a {@link VendorError}: a refusal keeps its meaning, anything else is the database's trouble and passes. */
export function guardedStore(store: BuiltinStore): BuiltinStore {
  return new Proxy(store, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return async (...inputs: unknown[]): Promise<unknown> => {
        try {
          return await Reflect.apply(member, target, inputs);
        } catch (error) {
          throw vendorError(error);
        }
      };
    },
  });
}

const KINDS: Record<string, VendorErrorKind> = {
  'not-found': 'not-found',
  conflict: 'conflict',
  'invalid-request': 'invalid',
  'unknown-reference': 'invalid',
  'too-large': 'invalid',
};

function vendorError(error: unknown): VendorError {
  if (error instanceof VendorError) return error;
  if (!(error instanceof Error))
    return new VendorError('unavailable', `The product’s own store failed: ${String(error)}`);
  // Refusals of the domain carry a code; plugins know only its words.
  const code: unknown = Reflect.get(error, 'code');
  const kind = error.name === 'DomainError' && typeof code === 'string' ? KINDS[code] : undefined;
  return kind === undefined
    ? new VendorError('unavailable', `The product’s own store failed: ${error.message}`)
    : new VendorError(kind, error.message);
}
