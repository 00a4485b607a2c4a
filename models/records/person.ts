import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import type { AccessLevel } from '../../domain/access.ts';

/** People of an organization, and its service accounts; e-mails are lower case and unique in it. `admittedAt` null = named in incidents, not let in. */
export function definePerson(sequelize: Sequelize) {
  class Person extends Model<InferAttributes<Person>, InferCreationAttributes<Person>> {
    declare id: string;
    declare organizationId: string;
    declare email: string;
    declare name: string;
    declare title: string | null;
    declare team: string | null;
    declare department: string | null;
    declare location: string | null;
    declare timeZone: string | null;
    declare accessLevel: AccessLevel;
    declare isActive: boolean;
    declare kind: CreationOptional<'person' | 'service'>;
    declare admittedAt: CreationOptional<Date | null>;
    declare createdAt: CreationOptional<Date>;
    declare updatedAt: CreationOptional<Date>;
  }
  Person.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      organizationId: DataTypes.UUID,
      email: DataTypes.TEXT,
      name: DataTypes.TEXT,
      title: DataTypes.TEXT,
      team: DataTypes.TEXT,
      department: DataTypes.TEXT,
      location: DataTypes.TEXT,
      timeZone: DataTypes.TEXT,
      accessLevel: { type: DataTypes.TEXT, defaultValue: 'member' },
      isActive: { type: DataTypes.BOOLEAN, defaultValue: true },
      kind: { type: DataTypes.TEXT, defaultValue: 'person' },
      admittedAt: DataTypes.DATE,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'people' },
  );
  return Person;
}
