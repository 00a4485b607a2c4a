import { randomUUID } from 'node:crypto';
import type { Viewer } from '../../domain/access.ts';
import { matchingRules } from '../../domain/engagement/match.ts';
import { evolve } from '../../domain/incident/evolve.ts';
import { STEPS } from '../../domain/incident/plan.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { ResourceKind } from '../../domain/incident/types.ts';
import { engagementFacts, type EngagementRuleFacts } from '../../models/configuration.ts';
import { findPersonByEmail } from '../../models/people.ts';
import { resolveReferences, type Resolved } from '../../models/references.ts';
import { similarIncidents } from '../../models/read/similar.ts';
import { actorOf, refOf } from '../commands/acting.ts';
import type { DeclareInput } from '../commands/declare.ts';
import type { routes } from '../contract/index.ts';
import type { ApiDeps } from '../deps.ts';
import type { Answer, Call } from '../http/handler.ts';

type Route = (typeof routes)['incidents']['preview'];
type Imagined = { [K in keyof DeclareInput]?: DeclareInput[K] | undefined };
type Engagement = Answer<Route>['engagements'][number];

const NOUNS: Record<ResourceKind, string> = {
  ticket: 'a ticket', conversation: 'a conversation', storage: 'a folder', document: 'an incident document', reviewDocument: 'a review document',
  conference: 'a conference', tacticalGroup: 'a tactical group', notificationsGroup: 'a notifications group',
};
const ONCALL_MS = 1_500;

// The incident as it would be, by the same pure functions that a declaration goes through; nothing of it is stored.
function imagine(viewer: Viewer, input: Imagined, found: Resolved): IncidentState {
  const now = new Date().toISOString();
  const me = refOf(viewer);
  const data = {
    key: '', title: input.title ?? '', description: input.description ?? '', stage: input.stage ?? 'active', project: found.project, type: found.type, severity: found.severity, priority: found.priority,
    visibility: input.visibility ?? found.typeVisibility, tags: input.tags ?? [], reportedAt: now, reporter: me, commander: me, commanderIsInterim: input.commanderEmail === undefined, organizationId: viewer.organizationId,
  };
  return evolve(null, { incidentId: randomUUID(), seq: 1, key: 'preview', kind: 'incident.declared', at: now, recordedAt: now, actor: actorOf(viewer), data });
}

function resourcesOf(state: IncidentState): string[] {
  const phases = state.stage === 'active' ? ['declared'] : ['declared', 'stable'];
  return STEPS.filter((step) => phases.includes(step.phase) && step.brings !== null && step.appliesTo(state)).flatMap((step) => (step.brings ? [NOUNS[step.brings]] : []));
}

async function onCall(deps: ApiDeps, state: IncidentState, target: Extract<EngagementRuleFacts['target'], { kind: 'service' }>): Promise<{ email: string; name: string } | null> {
  const serviceId = target.oncallPlugin === 'builtin' ? target.serviceId : target.externalId;
  if (serviceId === null) return null;
  const place = { organizationId: state.organizationId, projectId: state.project.id, pluginId: target.oncallPlugin };
  const asking = deps.registry.provider(place, 'oncall').then(({ impl }) => impl.current(serviceId, new Date().toISOString()));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ONCALL_MS);
  });
  return Promise.race([asking, late]).catch(() => null).finally(() => clearTimeout(timer));
}

async function engagementOf(deps: ApiDeps, state: IncidentState, rule: EngagementRuleFacts): Promise<Engagement> {
  const { target, role } = rule;
  if (target.kind === 'person') return { text: `${target.person.name} joins as ${role} (${rule.name})`, role, person: { id: target.person.personId, email: target.person.email, name: target.person.name } };
  const vendor = await onCall(deps, state, target);
  const person = vendor ? await findPersonByEmail(deps.db, state.organizationId, vendor.email) : null;
  const who = vendor ? `${vendor.name}, on call for ${target.name},` : `Whoever is on call for ${target.name}`;
  return { text: `${who} joins as ${role} (${rule.name})`, role, person: person && { id: person.id, email: person.email, name: person.name } };
}

async function engagementsOf(deps: ApiDeps, state: IncidentState): Promise<Engagement[]> {
  if (state.stage === 'closed') return [];
  const facts = { projectId: state.project.id, projectName: state.project.name, typeName: state.type.name, severityName: state.severity.name, priorityName: state.priority.name, tags: state.tags };
  const rules = matchingRules(await engagementFacts(deps.db, state.organizationId, state.project.id), facts);
  // Restricted incidents engage only by rules that name their type, as the engage step has it.
  const applying = state.visibility === 'restricted' ? rules.filter((rule) => (rule.match.types ?? []).length > 0) : rules;
  return Promise.all(applying.map((rule) => engagementOf(deps, state, rule)));
}

function announcementsOf(state: IncidentState, found: Resolved): string[] {
  if (state.stage === 'closed') return [];
  if (state.visibility === 'restricted') return ['Nothing is announced: only participants and administrators see it'];
  const addresses = found.projectSettings.announcementAddresses ?? [];
  const paged = state.priority.pageCommander ? ['The commander is paged'] : [];
  const shown = addresses.slice(0, 3).join(', ') + (addresses.length > 3 ? ` and ${addresses.length - 3} more` : '');
  return [...paged, ...(addresses.length > 0 ? [`Announced to ${shown}`] : [])];
}

/** What declaring with these values would do; nothing is stored, and an on-call system that is slow is not waited for. */
export async function preview({ deps, viewer, body }: Call<Route>): Promise<Answer<Route>> {
  const found = await resolveReferences(deps.db, viewer.organizationId, body);
  const state = imagine(viewer, body, found);
  const [engagements, similar] = await Promise.all([engagementsOf(deps, state), body.title === undefined ? [] : similarIncidents(deps.db, viewer, { title: body.title })]);
  return { engagements, resources: resourcesOf(state), announcements: announcementsOf(state, found), similar };
}
