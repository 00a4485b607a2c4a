import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import { RANKED_COLUMNS } from './ranked.ts';

/** Priorities: how fast we must act; rank 1 is the most urgent. */
export function defineIncidentPriority(sequelize: Sequelize) {
  class IncidentPriority extends Model<InferAttributes<IncidentPriority>, InferCreationAttributes<IncidentPriority>> {
    declare id: string;
    declare organizationId: string;
    declare projectId: string | null;
    declare name: string;
    declare description: string;
    declare rank: number;
    declare isDefault: boolean;
    declare isEnabled: boolean;
    declare tacticalReportMinutes: number | null;
    declare executiveReportMinutes: number | null;
    declare pageCommander: boolean;
    declare createdAt: CreationOptional<Date>;
    declare updatedAt: CreationOptional<Date>;
  }
  IncidentPriority.init(
    {
      ...RANKED_COLUMNS,
      tacticalReportMinutes: DataTypes.INTEGER,
      executiveReportMinutes: DataTypes.INTEGER,
      pageCommander: { type: DataTypes.BOOLEAN, defaultValue: false },
    },
    { sequelize, tableName: 'incident_priorities' },
  );
  return IncidentPriority;
}
