import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import type { Visibility } from '../../domain/incident/types.ts';
import { RANKED_COLUMNS } from './ranked.ts';

/** Incident types: which process applies. Templates null = the built-in ones. */
export function defineIncidentType(sequelize: Sequelize) {
  class IncidentType extends Model<InferAttributes<IncidentType>, InferCreationAttributes<IncidentType>> {
    declare id: string;
    declare organizationId: string;
    declare projectId: string | null;
    declare name: string;
    declare description: string;
    declare rank: number;
    declare isDefault: boolean;
    declare isEnabled: boolean;
    declare visibility: Visibility;
    declare wantsPostmortem: boolean;
    declare reviewDueDays: number;
    declare incidentTemplate: string | null;
    declare reviewTemplate: string | null;
    declare ticketMetadata: Record<string, unknown>;
    declare createdAt: CreationOptional<Date>;
    declare updatedAt: CreationOptional<Date>;
  }
  IncidentType.init(
    {
      ...RANKED_COLUMNS,
      visibility: { type: DataTypes.TEXT, defaultValue: 'open' },
      wantsPostmortem: { type: DataTypes.BOOLEAN, defaultValue: true },
      reviewDueDays: { type: DataTypes.INTEGER, defaultValue: 5 },
      incidentTemplate: DataTypes.TEXT,
      reviewTemplate: DataTypes.TEXT,
      ticketMetadata: { type: DataTypes.JSONB, defaultValue: {} },
    },
    { sequelize, tableName: 'incident_types' },
  );
  return IncidentType;
}
