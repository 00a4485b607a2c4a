import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import type { EngagementMatch } from '../../domain/engagement/match.ts';
import type { Role } from '../../domain/incident/types.ts';

/** Engagement rules: who is asked in when. Exactly one of `serviceId` and `personId` is set, as `targetKind` says. */
export function defineEngagementRule(sequelize: Sequelize) {
  class EngagementRule extends Model<InferAttributes<EngagementRule>, InferCreationAttributes<EngagementRule>> {
    declare id: string;
    declare organizationId: string;
    declare projectId: string | null;
    declare name: string;
    declare rank: number;
    declare isEnabled: boolean;
    declare match: EngagementMatch;
    declare targetKind: 'service' | 'person';
    declare serviceId: string | null;
    declare personId: string | null;
    declare role: Exclude<Role, 'reporter'>;
    declare createdAt: CreationOptional<Date>;
    declare updatedAt: CreationOptional<Date>;
  }
  EngagementRule.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      organizationId: DataTypes.UUID,
      projectId: DataTypes.UUID,
      name: DataTypes.TEXT,
      rank: { type: DataTypes.INTEGER, defaultValue: 1 },
      isEnabled: { type: DataTypes.BOOLEAN, defaultValue: true },
      match: { type: DataTypes.JSONB, defaultValue: {} },
      targetKind: DataTypes.TEXT,
      serviceId: DataTypes.UUID,
      personId: DataTypes.UUID,
      role: DataTypes.TEXT,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'engagement_rules' },
  );
  return EngagementRule;
}
