import { createEngagementRule, listEngagementRules, updateEngagementRule } from '../../models/settings/engagement-rules.ts';
import { listIncidentRoles, updateIncidentRole } from '../../models/settings/incident-roles.ts';
import { createPriority, listPriorities, updatePriority } from '../../models/settings/priorities.ts';
import { createProject, listProjects, updateProject } from '../../models/settings/projects.ts';
import { createService, listServices, updateService } from '../../models/settings/services.ts';
import { createSeverity, listSeverities, updateSeverity } from '../../models/settings/severities.ts';
import { createType, listTypes, updateType } from '../../models/settings/types.ts';
import { audited } from '../audited.ts';
import type { routes } from '../contract/index.ts';
import type { Handlers } from '../http/handler.ts';

type Configuration = Omit<(typeof routes)['settings'], 'people' | 'plugins' | 'deliveries'>;

/** Configuration of the process: types, severities, priorities, roles, projects, services and engagement rules; every change is in the audit log. */
export const configuration: Handlers<Configuration> = {
  types: audited<Handlers<Configuration['types']>>('incident-type', {
    list: async ({ deps, viewer }) => ({ data: await listTypes(deps.db, viewer.organizationId) }),
    create: ({ deps, viewer, body }) => createType(deps.db, viewer.organizationId, body),
    update: ({ deps, viewer, params, body }) => updateType(deps.db, { organizationId: viewer.organizationId, id: params.id }, body),
  }),
  severities: audited<Handlers<Configuration['severities']>>('severity', {
    list: async ({ deps, viewer }) => ({ data: await listSeverities(deps.db, viewer.organizationId) }),
    create: ({ deps, viewer, body }) => createSeverity(deps.db, viewer.organizationId, body),
    update: ({ deps, viewer, params, body }) => updateSeverity(deps.db, { organizationId: viewer.organizationId, id: params.id }, body),
  }),
  priorities: audited<Handlers<Configuration['priorities']>>('priority', {
    list: async ({ deps, viewer }) => ({ data: await listPriorities(deps.db, viewer.organizationId) }),
    create: ({ deps, viewer, body }) => createPriority(deps.db, viewer.organizationId, body),
    update: ({ deps, viewer, params, body }) => updatePriority(deps.db, { organizationId: viewer.organizationId, id: params.id }, body),
  }),
  projects: audited<Handlers<Configuration['projects']>>('project', {
    list: async ({ deps, viewer }) => ({ data: await listProjects(deps.db, viewer.organizationId) }),
    create: ({ deps, viewer, body }) => createProject(deps.db, viewer.organizationId, body),
    update: ({ deps, viewer, params, body }) => updateProject(deps.db, { organizationId: viewer.organizationId, id: params.id }, body),
  }),
  services: audited<Handlers<Configuration['services']>>('service', {
    list: async ({ deps, viewer }) => ({ data: await listServices(deps.db, viewer.organizationId) }),
    create: ({ deps, viewer, body }) => createService(deps.db, viewer.organizationId, body),
    update: ({ deps, viewer, params, body }) => updateService(deps.db, { organizationId: viewer.organizationId, id: params.id }, body),
  }),
  engagementRules: audited<Handlers<Configuration['engagementRules']>>('engagement-rule', {
    list: async ({ deps, viewer }) => ({ data: await listEngagementRules(deps.db, viewer.organizationId) }),
    create: ({ deps, viewer, body }) => createEngagementRule(deps.db, viewer.organizationId, body),
    update: ({ deps, viewer, params, body }) => updateEngagementRule(deps.db, { organizationId: viewer.organizationId, id: params.id }, body),
  }),
  roles: audited<Handlers<Configuration['roles']>>('incident-role', {
    list: async ({ deps, viewer }) => ({ data: await listIncidentRoles(deps.db, viewer.organizationId) }),
    update: ({ deps, viewer, params, body }) => updateIncidentRole(deps.db, { organizationId: viewer.organizationId, role: params.role }, body),
  }),
};
