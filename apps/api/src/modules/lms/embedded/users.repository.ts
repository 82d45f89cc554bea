import { Injectable } from '@nestjs/common';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import type { LmsUser } from '../lms.port.js';
import { UserEntity } from './entities/user.entity.js';
import { pieces, placeholders } from './sql.js';

export interface Credentials {
  readonly auth: string;
  readonly password: string;
}

type UserRow = Pick<UserEntity, 'id' | 'username' | 'firstname' | 'lastname' | 'email' | 'confirmed' | 'suspended'>;

export type NewUserRow = Omit<UserEntity, 'id'> & { readonly id?: number };

@Injectable()
export class UsersRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Asked by every call of the web service and every request of a page, hence without TypeORM's hydration. */
  async findByIds(ids: readonly number[]): Promise<LmsUser[]> {
    const found: UserRow[] = [];
    for (const piece of pieces([...new Set(ids)])) {
      const rows = await this.dataSource.query<UserRow[]>(
        `SELECT id, username, firstname, lastname, email, confirmed, suspended
           FROM lms_user WHERE deleted = 0 AND id IN (${placeholders(piece.length)})`,
        piece,
      );
      found.push(...rows);
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

function toLmsUser(row: UserRow): LmsUser {
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
