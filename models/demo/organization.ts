import type { PersonRef } from '../../domain/incident/types.ts';
import type { Database } from '../connect.ts';
import { ensurePeople } from '../people.ts';
import { createEngagementRule } from '../settings/engagement-rules.ts';
import { createProject } from '../settings/projects.ts';
import { createService } from '../settings/services.ts';
import { DEMO_LIAISON, DEMO_PROJECTS, DEMO_RULES, DEMO_SERVICES } from './catalogue.ts';
import { DEMO_PEOPLE } from './people.ts';

/** The people of the demo as refs, by e-mail, and the members of each service's rotation. */
export interface DemoOrganization {
  people: Map<string, PersonRef>;
  rotations: Map<string, PersonRef[]>;
}

/** Creates people, projects, services with rotations, and engagement rules. */
export async function createOrganization(db: Database, organizationId: string, now: string): Promise<DemoOrganization> {
  const refs = await ensurePeople(db, organizationId, DEMO_PEOPLE);
  const people = new Map(refs.map((p) => [p.email, p]));
  for (const { email, title, team, department, location, timeZone } of DEMO_PEOPLE) {
    await db.records.Person.update({ title, team, department, location, timeZone, admittedAt: new Date(now) }, { where: { organizationId, email } });
  }
  for (const project of DEMO_PROJECTS) await createProject(db, organizationId, { ...project, isDefault: false, isEnabled: true, settings: { ...project.settings } });
  const rotations = new Map<string, PersonRef[]>();
  for (const { name, description, team } of DEMO_SERVICES) {
    const members = DEMO_PEOPLE.filter((p) => p.team === team).flatMap((p) => people.get(p.email) ?? []);
    rotations.set(name, members);
    const rotation = { people: members.map((p) => p.email), startsAt: `${now.slice(0, 10)}T08:00:00.000Z`, hoursPerShift: 168 };
    await createService(db, organizationId, { name, description, project: null, isEnabled: true, oncallPlugin: 'builtin', externalId: null, rotation });
  }
  for (const [index, { name, match, service, role }] of DEMO_RULES.entries()) {
    const copied = Object.fromEntries(Object.entries(match).map(([field, names]) => [field, [...names]]));
    await createEngagementRule(db, organizationId, { name, rank: index + 1, isEnabled: true, project: null, match: copied, target: { kind: 'service', service }, role });
  }
  const { name, email } = DEMO_LIAISON;
  await createEngagementRule(db, organizationId, { name, rank: DEMO_RULES.length + 1, isEnabled: true, project: null, match: { severities: ['Sev 1'] }, target: { kind: 'person', email }, role: 'liaison' });
  return { people, rotations };
}
