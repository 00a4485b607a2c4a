import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';

/** Sign-in accounts; tokens issued before `tokensValidFrom` are refused. */
export function defineAccount(sequelize: Sequelize) {
  class Account extends Model<InferAttributes<Account>, InferCreationAttributes<Account>> {
    declare id: string;
    declare email: string;
    declare passwordHash: string | null;
    declare tokensValidFrom: CreationOptional<Date>;
    declare disabledAt: CreationOptional<Date | null>;
    declare createdAt: CreationOptional<Date>;
  }
  Account.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      email: DataTypes.TEXT,
      passwordHash: DataTypes.TEXT,
      tokensValidFrom: { type: DataTypes.DATE, defaultValue: DataTypes.NOW },
      disabledAt: DataTypes.DATE,
      createdAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'accounts', updatedAt: false },
  );
  return Account;
}
