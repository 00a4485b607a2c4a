import { DomainError } from '../../domain/errors.ts';
import { lastHolderOf } from '../../domain/incident/roles.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { Role } from '../../domain/incident/types.ts';
import { loadState } from '../../models/ledger.ts';
import { listServices, type ServiceView } from '../../models/settings/services.ts';
import type { IncidentBrief, OncallCapability, VendorPerson } from '../../plugins/contract.ts';
import { requireAbility } from '../auth/admit.ts';
import type { IncidentHandle } from '../http/handler.ts';
import type { Acting } from './acting.ts';
import { addParticipant } from './people.ts';
import { atVendor } from './vendor.ts';

/** Which service is asked in, as what, and whether its person is woken. */
export interface OncallCall {
  serviceId: string;
  role: Role;
  page: boolean;
}

/** Brings in whoever is on call for a service now, and wakes them when asked to; answers what was done. A page goes out once for one command. */
export async function engageOncall(acting: Acting, incident: IncidentHandle, { serviceId, role, page }: OncallCall): Promise<string> {
  requireAbility(incident.abilities, 'manageParticipants');
  const { deps, viewer } = acting;
  const service = (await listServices(deps.db, viewer.organizationId)).find((one) => one.id === serviceId && one.isEnabled);
  if (service === undefined) throw new DomainError('unknown-reference', 'This service is not there any more.', [{ pointer: '/service', detail: 'is not there any more' }]);
  const externalId = service.oncallPlugin === 'builtin' ? service.id : service.externalId;
  if (externalId === null) throw new DomainError('unknown-reference', `${service.name} has no external id: enter it under Services.`, [{ pointer: '/service', detail: 'has no external id' }]);
  const place = { organizationId: viewer.organizationId, projectId: incident.projectId, pluginId: service.oncallPlugin };
  const { impl } = await atVendor(() => deps.registry.provider(place, 'oncall'));
  const person = await atVendor(() => impl.current(externalId, new Date().toISOString()));
  if (person === null) throw new DomainError('not-allowed-now', `Nobody is on call for ${service.name} now.`, [{ pointer: '/service', detail: 'has nobody on call now' }]);
  const { seqs } = await addParticipant(acting, incident, { email: person.email, role });
  const joined = seqs.length > 0 ? `${person.name} is on call for ${service.name} and takes part now.` : `${person.name} is on call for ${service.name} and takes part already.`;
  return page ? `${joined} ${await wake(acting, incident, { impl, service, externalId, person })}` : joined;
}

interface Wake {
  impl: OncallCapability;
  service: ServiceView;
  externalId: string;
  person: VendorPerson;
}

/** They take part by now; a pager that fails is said, not thrown. */
async function wake(acting: Acting, incident: IncidentHandle, { impl, service, externalId, person }: Wake): Promise<string> {
  const brief = briefOf(acting, await loadState(acting.deps.db, incident.id));
  try {
    await atVendor(() => impl.page({ incidentId: incident.id, mark: `dispatch:${incident.id}:page:${service.id}:${acting.commandId}`, serviceExternalId: externalId, person, brief }));
    return 'They were paged.';
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return `They could not be paged: ${error.message}`;
  }
}

function briefOf({ deps }: Acting, state: IncidentState): IncidentBrief {
  const holder = (role: 'reporter' | 'commander'): VendorPerson => {
    const person = lastHolderOf(state, role);
    return { email: person?.email ?? '', name: person?.name ?? 'Nobody' };
  };
  const links = Object.fromEntries(Object.values(state.resources).flatMap(({ kind, url }) => (url === null ? [] : [[kind, url]])));
  return {
    incidentId: state.id, key: state.key, title: state.title, description: state.description, stage: state.stage, severity: state.severity.name, priority: state.priority.name, type: state.type.name, project: state.project.name,
    restricted: state.visibility === 'restricted', reporter: holder('reporter'), commander: holder('commander'), url: `${deps.config.server.uiUrl}/incidents/${state.id}`, links, costText: null,
  };
}
