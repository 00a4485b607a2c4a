import { DataTypes } from 'sequelize';

/** Columns that types, severities and priorities share; `project_id` null = every project. */
export const RANKED_COLUMNS = {
  id: { type: DataTypes.UUID, primaryKey: true },
  organizationId: DataTypes.UUID,
  projectId: DataTypes.UUID,
  name: DataTypes.TEXT,
  description: { type: DataTypes.TEXT, defaultValue: '' },
  rank: DataTypes.INTEGER,
  isDefault: { type: DataTypes.BOOLEAN, defaultValue: false },
  isEnabled: { type: DataTypes.BOOLEAN, defaultValue: true },
  createdAt: DataTypes.DATE,
  updatedAt: DataTypes.DATE,
} as const;
