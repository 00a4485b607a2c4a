import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';

/** What a project decides for its incidents; every field is optional and has a default where it is used. */
export interface ProjectSettings {
  conferenceUrlTemplate?: string | undefined;
  annualEmployeeCost?: number | undefined;
  businessHoursPerYear?: number | undefined;
  /** ISO 4217. */
  currency?: string | undefined;
  announcementAddresses?: string[] | undefined;
  welcomeText?: string | undefined;
  staleHours?: number | undefined;
  closeHours?: number | undefined;
}

/** Projects: whose incidents count up under one key prefix. */
export function defineProject(sequelize: Sequelize) {
  class Project extends Model<InferAttributes<Project>, InferCreationAttributes<Project>> {
    declare id: string;
    declare organizationId: string;
    declare name: string;
    declare description: string;
    declare keyPrefix: string;
    declare nextNumber: CreationOptional<number>;
    declare isDefault: boolean;
    declare isEnabled: boolean;
    declare settings: ProjectSettings;
    declare createdAt: CreationOptional<Date>;
    declare updatedAt: CreationOptional<Date>;
  }
  Project.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      organizationId: DataTypes.UUID,
      name: DataTypes.TEXT,
      description: { type: DataTypes.TEXT, defaultValue: '' },
      keyPrefix: DataTypes.TEXT,
      nextNumber: { type: DataTypes.INTEGER, defaultValue: 1 },
      isDefault: { type: DataTypes.BOOLEAN, defaultValue: false },
      isEnabled: { type: DataTypes.BOOLEAN, defaultValue: true },
      settings: { type: DataTypes.JSONB, defaultValue: {} },
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'projects' },
  );
  return Project;
}
