import { type EngagementFacts, matchingRules } from '../domain/engagement/match.ts';
import { escapeMarkdown } from '../domain/incident/markdown.ts';
import { engagementFacts, type EngagementRuleFacts } from '../models/configuration.ts';
import { ensurePeople } from '../models/people.ts';
import { VendorError, type VendorPerson } from '../plugins/contract.ts';
import { activityContext } from './context.ts';
import type { Kit } from './deps.ts';
import { joinNotes } from './settle.ts';
import { loadSubject, type Subject } from './subject.ts';
import type { Engagee, IntegrationActivities } from './types.ts';

/** After so many tries an on-call system that does not answer is left out and named instead: the others have waited long enough. */
const PATIENT_TRIES = 3;

interface Found {
  rule: EngagementRuleFacts;
  person: VendorPerson | null;
  /** Why nobody was found; null when somebody was. */
  problem: string | null;
  mayPass: boolean;
}

/** The activity that finds whom the engagement rules ask in. */
export function engagementActivities(kit: Kit): Pick<IntegrationActivities, 'resolveEngagements'> {
  return {
    async resolveEngagements({ incidentId }) {
      const subject = await loadSubject(kit, incidentId);
      const { organizationId, projectId } = subject.place;
      const matching = matchingRules(await engagementFacts(kit.db, organizationId, projectId), factsOf(subject));
      const rules = subject.restricted ? matching.filter(namesTheType) : matching;
      const found = await Promise.all(rules.map((rule) => findPerson(kit, subject, rule)));
      const passing = found.filter((f) => f.mayPass);
      if (passing.length > 0 && (activityContext()?.info.attempt ?? PATIENT_TRIES) < PATIENT_TRIES) throw new VendorError('unavailable', problemsOf(passing));
      const engagees = await engageesOf(kit, organizationId, found);
      const leftOut = matching.length - rules.length;
      const restricted = leftOut === 0 ? null : `${leftOut} general ${leftOut === 1 ? 'rule was' : 'rules were'} left out, because the incident is restricted`;
      return { engagees, note: joinNotes(problemsOf(found), restricted) };
    },
  };
}

/** A restricted incident engages only by rules that name its type: a general rule would tell people who were not meant to know. */
function namesTheType(rule: EngagementRuleFacts): boolean {
  return (rule.match.types ?? []).length > 0;
}

function factsOf({ state }: Subject): EngagementFacts {
  return { projectId: state.project.id, projectName: state.project.name, typeName: state.type.name, severityName: state.severity.name, priorityName: state.priority.name, tags: state.tags };
}

async function findPerson(kit: Kit, subject: Subject, rule: EngagementRuleFacts): Promise<Found> {
  const { target } = rule;
  if (target.kind === 'person') return { rule, person: target.person, problem: null, mayPass: false };
  const nobody = (problem: string, mayPass = false): Found => ({ rule, person: null, problem: `${escapeMarkdown(target.name)} (rule ${escapeMarkdown(rule.name)}): ${problem}`, mayPass });
  const serviceId = oncallIdOf(target);
  if (serviceId === null) return nobody('the service has no external id, enter it under Services');
  try {
    const { impl } = await kit.registry.provider({ ...subject.place, pluginId: target.oncallPlugin }, 'oncall');
    const person = await impl.current(serviceId, kit.now().toISOString());
    return person === null ? nobody('nobody is on call') : { rule, person, problem: null, mayPass: false };
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    return nobody(error.message, error.kind === 'unavailable' || error.kind === 'rate-limited');
  }
}

/** How the service is called where its rotation is known: built-in rotations belong to the service itself. */
export function oncallIdOf(service: { serviceId: string; oncallPlugin: string; externalId: string | null }): string | null {
  return service.oncallPlugin === 'builtin' ? service.serviceId : service.externalId;
}

async function engageesOf(kit: Kit, organizationId: string, found: readonly Found[]): Promise<Engagee[]> {
  const named = found.flatMap(({ person }) => (person === null ? [] : [person]));
  const people = new Map((await ensurePeople(kit.db, organizationId, named)).map((p) => [p.email, p]));
  return found.flatMap(({ rule, person }): Engagee[] => {
    const ref = person === null ? undefined : people.get(person.email.trim().toLowerCase());
    if (ref === undefined) return [];
    return [{ person: ref, role: rule.role, ruleId: rule.id, ruleName: rule.name, service: rule.target.kind === 'service' ? rule.target.name : null }];
  });
}

function problemsOf(found: readonly Found[]): string {
  return found.flatMap(({ problem }) => (problem === null ? [] : [problem])).join('. ');
}
