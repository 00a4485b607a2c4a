import type { Sequelize } from 'sequelize';
import { defineAccount } from './account.ts';
import { defineEngagementRule } from './engagement-rule.ts';
import { defineIncidentPriority } from './incident-priority.ts';
import { defineIncidentRole } from './incident-role.ts';
import { defineIncidentSeverity } from './incident-severity.ts';
import { defineIncidentType } from './incident-type.ts';
import { defineOrganization } from './organization.ts';
import { definePerson } from './person.ts';
import { definePluginInstance } from './plugin-instance.ts';
import { defineProject } from './project.ts';
import { defineService } from './service.ts';

/** The Sequelize models of one connection; a new one is one line. */
export function defineRecords(sequelize: Sequelize) {
  return {
    Organization: defineOrganization(sequelize),
    Person: definePerson(sequelize),
    Account: defineAccount(sequelize),
    Project: defineProject(sequelize),
    IncidentType: defineIncidentType(sequelize),
    IncidentSeverity: defineIncidentSeverity(sequelize),
    IncidentPriority: defineIncidentPriority(sequelize),
    IncidentRole: defineIncidentRole(sequelize),
    Service: defineService(sequelize),
    EngagementRule: defineEngagementRule(sequelize),
    PluginInstance: definePluginInstance(sequelize),
  };
}
/** See {@link defineRecords}. */
export type Records = ReturnType<typeof defineRecords>;
