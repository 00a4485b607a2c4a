import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';

/** Organizations: the tenants. */
export function defineOrganization(sequelize: Sequelize) {
  class Organization extends Model<InferAttributes<Organization>, InferCreationAttributes<Organization>> {
    declare id: string;
    declare slug: string;
    declare name: string;
    declare createdAt: CreationOptional<Date>;
  }
  Organization.init(
    { id: { type: DataTypes.UUID, primaryKey: true }, slug: DataTypes.TEXT, name: DataTypes.TEXT, createdAt: DataTypes.DATE },
    { sequelize, tableName: 'organizations', updatedAt: false },
  );
  return Organization;
}
