import type { Role } from '../incident/types.ts';

/** Conditions of a rule by the names that are configured: absent or empty = any; a list = one of them; tags = all of them. */
export interface EngagementMatch {
  types?: string[] | undefined;
  severities?: string[] | undefined;
  priorities?: string[] | undefined;
  projects?: string[] | undefined;
  tags?: string[] | undefined;
}
/** Whom a rule asks in: whoever is on call for a service, or one person. */
export type EngagementTarget = { kind: 'service'; serviceId: string } | { kind: 'person'; personId: string };

/** A configured rule; lower rank goes first. `projectId` null = every project. */
export interface EngagementRule {
  id: string;
  name: string;
  rank: number;
  isEnabled: boolean;
  projectId: string | null;
  match: EngagementMatch;
  target: EngagementTarget;
  role: Exclude<Role, 'reporter'>;
}
/** What rules look at. */
export interface EngagementFacts {
  projectId: string;
  projectName: string;
  typeName: string;
  severityName: string;
  priorityName: string;
  tags: readonly string[];
}

/** The enabled rules that apply to an incident, lowest rank first, then by name. Names are compared without regard to case. */
export function matchingRules<R extends EngagementRule>(rules: readonly R[], facts: EngagementFacts): R[] {
  return rules.filter((rule) => applies(rule, facts)).sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1));
}

function applies(rule: EngagementRule, facts: EngagementFacts): boolean {
  if (!rule.isEnabled) return false;
  if (rule.projectId !== null && rule.projectId !== facts.projectId) return false;
  const { types, severities, priorities, projects, tags = [] } = rule.match;
  const present = facts.tags.map(fold);
  return (
    oneOf(types, facts.typeName) &&
    oneOf(severities, facts.severityName) &&
    oneOf(priorities, facts.priorityName) &&
    oneOf(projects, facts.projectName) &&
    tags.every((tag) => present.includes(fold(tag)))
  );
}

function oneOf(allowed: readonly string[] | undefined, name: string): boolean {
  return allowed === undefined || allowed.length === 0 || allowed.some((a) => fold(a) === fold(name));
}

function fold(name: string): string {
  return name.trim().toLowerCase();
}
