import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import type { Sealed } from '../../config/secrets.ts';

/** A plugin's settings as they are stored: secrets encrypted one by one. */
export interface StoredSettings {
  plain: Record<string, unknown>;
  secret: Record<string, Sealed>;
}

/** Configured plugins; `projectId` null = for the whole organization. */
export function definePluginInstance(sequelize: Sequelize) {
  class PluginInstance extends Model<InferAttributes<PluginInstance>, InferCreationAttributes<PluginInstance>> {
    declare id: string;
    declare organizationId: string;
    declare projectId: string | null;
    declare pluginId: string;
    declare isEnabled: boolean;
    declare capabilities: string[];
    declare settings: StoredSettings;
    declare createdAt: CreationOptional<Date>;
    declare updatedAt: CreationOptional<Date>;
  }
  PluginInstance.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      organizationId: DataTypes.UUID,
      projectId: DataTypes.UUID,
      pluginId: DataTypes.TEXT,
      isEnabled: { type: DataTypes.BOOLEAN, defaultValue: true },
      capabilities: { type: DataTypes.ARRAY(DataTypes.TEXT), defaultValue: [] },
      settings: { type: DataTypes.JSONB, defaultValue: { plain: {}, secret: {} } },
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'plugin_instances' },
  );
  return PluginInstance;
}
