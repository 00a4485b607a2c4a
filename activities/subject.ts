import { moneyText } from '../domain/cost/money.ts';
import { isServiceAddress } from '../domain/service-accounts.ts';
import { lastHolderOf } from '../domain/incident/roles.ts';
import type { IncidentState, Participant } from '../domain/incident/state.ts';
import type { ResourceKind, Role } from '../domain/incident/types.ts';
import { loadIncidentFacts, type IncidentFacts } from '../models/incident-facts.ts';
import type { IncidentBrief, Mark, VendorPerson } from '../plugins/contract.ts';
import type { Kit } from './deps.ts';

/** The incident an activity is about, as stored when it began. */
export interface Subject {
  state: IncidentState;
  facts: IncidentFacts;
  brief: IncidentBrief;
  /** Page of the incident in the web. */
  url: string;
  costText: string | null;
  restricted: boolean;
  /** Where its providers are looked up. */
  place: { organizationId: string; projectId: string };
  /** Participants who have not left; service accounts, which nobody can reach, are left out. */
  present: Participant[];
}

/** Reads the incident and what its effects need; DomainError `not-found` when there is none. */
export async function loadSubject(kit: Kit, incidentId: string): Promise<Subject> {
  const facts = await loadIncidentFacts(kit.db, incidentId);
  const { state, cost } = facts;
  const url = incidentUrl(kit, incidentId);
  const costText = cost === null ? null : moneyText(cost.total, cost.currency);
  return {
    state,
    facts,
    brief: briefOf(state, { url, costText }),
    url,
    costText,
    restricted: state.visibility === 'restricted',
    place: { organizationId: state.organizationId, projectId: state.project.id },
    present: state.participants.filter((p) => p.removedAt === null && !isServiceAddress(p.email)),
  };
}

/** Page of an incident in the web, optionally one of its tabs. */
export function incidentUrl(kit: Pick<Kit, 'config'>, incidentId: string, tab?: string): string {
  return `${kit.config.server.uiUrl}/incidents/${incidentId}${tab === undefined ? '' : `?tab=${tab}`}`;
}

/** Our mark on a vendor's object: the same for every try, different for every purpose. */
export function markOf(incidentId: string, purpose: string): Mark {
  return { incidentId, mark: `dispatch:${incidentId}:${purpose}` };
}

/** Participants as vendors need them. */
export function vendorPeople(people: readonly { email: string; name: string }[]): VendorPerson[] {
  return people.map(({ email, name }) => ({ email, name }));
}

/** Who holds the role now or held it last, else the first participant; null only when nobody is left. */
export function holderOr(state: IncidentState, role: Role): VendorPerson | null {
  const person = lastHolderOf(state, role) ?? state.participants.find((p) => p.removedAt === null) ?? null;
  return person === null ? null : { email: person.email, name: person.name };
}

const NOBODY: VendorPerson = { email: '', name: 'Nobody' };

function briefOf(state: IncidentState, { url, costText }: { url: string; costText: string | null }): IncidentBrief {
  const { id, key, title, description, stage } = state;
  return {
    incidentId: id, key, title, description, stage, url, costText,
    severity: state.severity.name,
    priority: state.priority.name,
    type: state.type.name,
    project: state.project.name,
    restricted: state.visibility === 'restricted',
    reporter: holderOr(state, 'reporter') ?? NOBODY,
    commander: holderOr(state, 'commander') ?? NOBODY,
    links: linksOf(state),
  };
}

function linksOf(state: IncidentState): Partial<Record<ResourceKind, string>> {
  const links: Partial<Record<ResourceKind, string>> = {};
  for (const resource of Object.values(state.resources)) {
    if (resource.url !== null) links[resource.kind] = resource.url;
  }
  return links;
}
