import type { ResourceFacts } from '../domain/incident/events.ts';
import type { Resource } from '../domain/incident/state.ts';
import type { ResourceKind } from '../domain/incident/types.ts';
import type { CapabilityMap, CapabilityName, Mark, VendorObject } from '../plugins/contract.ts';
import type { Kit } from './deps.ts';
import { loadSubject, markOf, type Subject } from './subject.ts';
import type { StepInput, StepResult } from './types.ts';

/** How one kind of resource is made. `create` must adopt what carries the mark already; that is the contract of every provider. */
export interface Making<C extends CapabilityName> {
  kind: ResourceKind;
  capability: C;
  create(impl: CapabilityMap[C], subject: Subject, how: { mark: Mark; pluginId: string }): Promise<VendorObject>;
}

/**
 * Makes sure that an incident has a resource, once, whatever crashes: our row first (a resource in the ledger is taken as it is), then the
 * provider, which looks for our mark and adopts before it creates. Killed after creating, the next try finds the object by its mark; killed after
 * that, the answer is in the workflow's history.
 */
export async function ensureResource<C extends CapabilityName>(kit: Kit, input: StepInput, making: Making<C>): Promise<StepResult> {
  const mark = markOf(input.incidentId, making.kind);
  return kit.inTurn(mark.mark, async () => {
    const subject = await loadSubject(kit, input.incidentId);
    const there = subject.state.resources[making.kind];
    if (there !== undefined) return { resource: factsOf(there), note: null };
    const { organizationId, projectId } = subject.place;
    const { pluginId, impl } = await kit.registry.capability(organizationId, projectId, making.capability);
    const { externalId, url, name } = await making.create(impl, subject, { mark, pluginId });
    return { resource: { kind: making.kind, provider: pluginId, externalId, url, name }, note: null };
  });
}

/** Which resource is worked on, through which capability. */
export interface Target<C extends CapabilityName> {
  kind: ResourceKind;
  capability: C;
}

/** Works on a resource through the provider that made it; null when the incident has none, or a person supplied it by hand (then it is theirs to keep). */
export async function onResource<C extends CapabilityName, T>(
  kit: Kit,
  { subject, kind, capability }: Target<C> & { subject: Subject },
  work: (impl: CapabilityMap[C], resource: Resource) => Promise<T>,
): Promise<T | null> {
  const resource = subject.state.resources[kind];
  if (resource === undefined || resource.provider === 'manual') return null;
  const { impl } = await kit.registry.provider({ ...subject.place, pluginId: resource.provider }, capability);
  return work(impl, resource);
}

function factsOf({ kind, provider, externalId, url, name }: Resource): ResourceFacts {
  return { kind, provider, externalId, url, name };
}
