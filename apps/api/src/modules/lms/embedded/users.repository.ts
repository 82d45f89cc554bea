import { Injectable } from '@nestjs/common';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import type { LmsUser } from '../lms.port.js';
import { UserEntity } from './entities/user.entity.js';
import { pieces } from './sql.js';

export interface Credentials {
  readonly auth: string;
  readonly password: string;
}

export type NewUserRow = Omit<UserEntity, 'id'> & { readonly id?: number };

@Injectable()
export class UsersRepository {
  constructor(private readonly dataSource: DataSource) {}

  async findByIds(ids: readonly number[]): Promise<LmsUser[]> {
    const found: UserEntity[] = [];
    for (const piece of pieces([...new Set(ids)])) {
      found.push(...(await this.existing().andWhere('u.id IN (:...piece)', { piece }).getMany()));
    }
    return found.map(toLmsUser);
  }

  /** `username` in lower case. An older database may compare text loosely, hence the second look. */
  async findByUsername(username: string): Promise<(LmsUser & { readonly credentials: Credentials }) | null> {
    const user = await this.existing().andWhere('u.username = :username', { username }).getOne();
    if (user?.username !== username) return null;
    return { ...toLmsUser(user), credentials: { auth: user.auth, password: user.password } };
  }

  /** `emailkey` in lower case. Letters that a database takes for equal must never join two people's addresses. */
  async findByEmailKey(emailkey: string): Promise<LmsUser[]> {
    const users = await this.existing().andWhere('u.emailkey = :emailkey', { emailkey }).orderBy('u.id').getMany();
    return users.filter((user) => user.emailkey === emailkey).map(toLmsUser);
  }

  /** Throws the driver's unique violation when the username is taken. */
  async insert(row: NewUserRow): Promise<LmsUser> {
    const users = this.dataSource.getRepository(UserEntity);
    return toLmsUser(await users.save(users.create(row)));
  }

  async list(): Promise<LmsUser[]> {
    return (await this.existing().orderBy('u.id').getMany()).map(toLmsUser);
  }

  async countAll(): Promise<number> {
    return this.dataSource.getRepository(UserEntity).count();
  }

  async setSuspended(id: number, suspended: boolean, now: number): Promise<void> {
    await this.dataSource.getRepository(UserEntity).update({ id }, { suspended: suspended ? 1 : 0, timemodified: now });
  }

  /** As Moodle deletes: the row stays, under a name that nobody can have, without what tells about the person. */
  async markDeleted(id: number, now: number): Promise<void> {
    await this.dataSource.getRepository(UserEntity).update(
      { id },
      {
        deleted: 1,
        username: `deleted.${id}.${now}`,
        password: '',
        email: '',
        emailkey: '',
        timemodified: now,
      },
    );
  }

  private existing(): SelectQueryBuilder<UserEntity> {
    return this.dataSource.getRepository(UserEntity).createQueryBuilder('u').where('u.deleted = 0');
  }
}

function toLmsUser(row: UserEntity): LmsUser {
  return {
    id: row.id,
    username: row.username,
    firstname: row.firstname,
    lastname: row.lastname,
    email: row.email,
    confirmed: row.confirmed === 1,
    suspended: row.suspended === 1,
  };
}
