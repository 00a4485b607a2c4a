import { DomainError } from '../../domain/errors.ts';
import { VendorError, type MfaCapability, type MfaMethod } from '../../plugins/contract.ts';
import type { ApiDeps } from '../deps.ts';

/** A method with the plugin that offers it. */
export interface Offered {
  pluginId: string;
  impl: MfaCapability;
  method: MfaMethod;
}

const BUILTIN = 'builtin';

/** Asks a provider; its trouble becomes `unavailable`, so that nothing counts as proven and people read what is wrong. */
export async function asking<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    throw new DomainError('unavailable', `${error.message}. Use another way, or try again.`);
  }
}

/** All ways to prove a second factor that an organization offers: the product's own, and those of the plugin that is set up for it. */
export async function offeredMethods(deps: Pick<ApiDeps, 'registry'>, organizationId: string): Promise<Offered[]> {
  const place = { organizationId, projectId: null };
  const own = await deps.registry.provider({ ...place, pluginId: BUILTIN }, 'mfa');
  // A plugin whose settings are broken must not keep people from their keys and codes.
  const chosen = await deps.registry.find(organizationId, null, 'mfa').catch(() => null);
  const providers = chosen === null || chosen.pluginId === BUILTIN ? [own] : [own, chosen];
  return providers.flatMap(({ pluginId, impl }) => impl.methods().map((method) => ({ pluginId, impl, method })));
}

/** The offered method with this id; `not-found` naming those there are. */
export async function methodNamed(deps: Pick<ApiDeps, 'registry'>, organizationId: string, id: string): Promise<Offered> {
  const all = await offeredMethods(deps, organizationId);
  const found = all.find(({ method }) => method.id === id);
  if (found) return found;
  const names = all.map(({ method }) => method.id).join(', ');
  throw new DomainError('unknown-reference', `There is no second factor “${id}” here; there are: ${names}.`, [{ pointer: '/method', detail: `is none of ${names}` }]);
}

/** The provider of a question or factor that was made before; `conflict` when its plugin is no longer set up. */
export async function providerOf(deps: Pick<ApiDeps, 'registry'>, organizationId: string, pluginId: string): Promise<MfaCapability> {
  const found = await deps.registry.provider({ organizationId, projectId: null, pluginId }, 'mfa').catch(() => null);
  if (found) return found.impl;
  throw new DomainError('conflict', 'The plugin behind this second factor is not set up here any more. Use another way, or ask an administrator.');
}
