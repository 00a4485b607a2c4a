import { DomainError } from '../../domain/errors.ts';
import { VendorError } from '../../plugins/contract.ts';

/** Work at a vendor that somebody waits for; what the vendor refuses is said to them as it is, instead of being a fault of ours. */
export async function atVendor<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof VendorError) throw new DomainError('not-allowed-now', `${error.message}.`);
    throw error;
  }
}
