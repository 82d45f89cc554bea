import { Injectable } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { isUniqueViolation } from '@pulsetech/server-kit';
import { RoleCreationEntity } from './role-creation.entity.js';

type NewCreation = Pick<RoleCreationEntity, 'licenceId' | 'idempotencyKey' | 'name' | 'knownRoleIds' | 'createdAt'>;

@Injectable()
export class RoleCreationsRepository {
  constructor(private readonly dataSource: DataSource) {}

  find(licenceId: number, idempotencyKey: string): Promise<RoleCreationEntity | null> {
    return this.dataSource.manager.findOneBy(RoleCreationEntity, { licenceId, idempotencyKey });
  }

  /** The row of this key: the new one, or the one that was there. */
  async insertOrFind(creation: NewCreation): Promise<RoleCreationEntity | null> {
    try {
      await this.dataSource.manager.insert(RoleCreationEntity, { ...creation, roleId: null, role: null });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
    return this.find(creation.licenceId, creation.idempotencyKey);
  }

  async complete(id: number, roleId: string, role: string): Promise<void> {
    await this.dataSource.manager.update(RoleCreationEntity, { id }, { roleId, role });
  }

  async delete(id: number): Promise<void> {
    await this.dataSource.manager.delete(RoleCreationEntity, { id });
  }

  /** Whether some request, of whatever key, was answered with this role. */
  async isTaken(roleId: string): Promise<boolean> {
    return this.dataSource.manager.existsBy(RoleCreationEntity, { roleId });
  }

  async deleteOlderThan(createdBefore: number): Promise<void> {
    await this.dataSource.manager.delete(RoleCreationEntity, { createdAt: LessThan(createdBefore) });
  }
}
