import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';

/** A built-in rotation: people by e-mail take turns of `hoursPerShift` from `startsAt` (ISO) on. */
export interface Rotation {
  people: string[];
  startsAt: string;
  hoursPerShift: number;
}

/** Services whose on-call people incidents engage; `oncallPlugin` knows who that is. */
export function defineService(sequelize: Sequelize) {
  class Service extends Model<InferAttributes<Service>, InferCreationAttributes<Service>> {
    declare id: string;
    declare organizationId: string;
    declare projectId: string | null;
    declare name: string;
    declare description: string;
    declare isEnabled: boolean;
    declare oncallPlugin: string;
    declare externalId: string | null;
    declare rotation: Rotation | null;
    declare createdAt: CreationOptional<Date>;
    declare updatedAt: CreationOptional<Date>;
  }
  Service.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      organizationId: DataTypes.UUID,
      projectId: DataTypes.UUID,
      name: DataTypes.TEXT,
      description: { type: DataTypes.TEXT, defaultValue: '' },
      isEnabled: { type: DataTypes.BOOLEAN, defaultValue: true },
      oncallPlugin: { type: DataTypes.TEXT, defaultValue: 'builtin' },
      externalId: DataTypes.TEXT,
      rotation: DataTypes.JSONB,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'services' },
  );
  return Service;
}
