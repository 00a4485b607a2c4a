import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import type { Role } from '../../domain/incident/types.ts';

/** Words and cost multiplier of the six incident roles; the multiplier is a decimal as text. */
export function defineIncidentRole(sequelize: Sequelize) {
  class IncidentRole extends Model<InferAttributes<IncidentRole>, InferCreationAttributes<IncidentRole>> {
    declare organizationId: string;
    declare role: Role;
    declare label: string;
    declare description: string;
    declare costMultiplier: string;
    declare updatedAt: CreationOptional<Date>;
  }
  IncidentRole.init(
    {
      organizationId: { type: DataTypes.UUID, primaryKey: true },
      role: { type: DataTypes.TEXT, primaryKey: true },
      label: DataTypes.TEXT,
      description: { type: DataTypes.TEXT, defaultValue: '' },
      costMultiplier: DataTypes.DECIMAL(6, 3),
      updatedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'incident_roles', createdAt: false },
  );
  return IncidentRole;
}
