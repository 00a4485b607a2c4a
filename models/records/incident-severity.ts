import { type CreationOptional, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import { RANKED_COLUMNS } from './ranked.ts';

/** Severities: how bad it is; rank 1 is the worst. */
export function defineIncidentSeverity(sequelize: Sequelize) {
  class IncidentSeverity extends Model<InferAttributes<IncidentSeverity>, InferCreationAttributes<IncidentSeverity>> {
    declare id: string;
    declare organizationId: string;
    declare projectId: string | null;
    declare name: string;
    declare description: string;
    declare rank: number;
    declare isDefault: boolean;
    declare isEnabled: boolean;
    declare createdAt: CreationOptional<Date>;
    declare updatedAt: CreationOptional<Date>;
  }
  IncidentSeverity.init({ ...RANKED_COLUMNS }, { sequelize, tableName: 'incident_severities' });
  return IncidentSeverity;
}
