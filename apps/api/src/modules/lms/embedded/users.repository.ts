import { Injectable } from '@nestjs/common';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import type { LmsUser } from '../lms.port.js';
import { UserEntity } from './entities/user.entity.js';
import { pieces, placeholders } from './sql.js';

export interface Credentials {
  readonly auth: string;
  readonly password: string;
}

type UserRow = Pick<
  UserEntity,
  'id' | 'auth' | 'username' | 'firstname' | 'lastname' | 'email' | 'confirmed' | 'suspended'
> & {
  /** 1 or 0, so that the hash itself need not be read. */
  readonly haspassword: number;
};

type NeededOfUser =
  | 'auth'
  | 'confirmed'
  | 'deleted'
  | 'suspended'
  | 'username'
  | 'password'
  | 'firstname'
  | 'lastname'
  | 'email'
  | 'emailkey'
  | 'timecreated'
  | 'timemodified';

/** What is not given has Moodle's default. */
export type NewUserRow = Pick<UserEntity, NeededOfUser> & Partial<UserEntity>;

@Injectable()
export class UsersRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Asked by every call of the web service and every request of a page, hence without TypeORM's hydration. */
  async findByIds(ids: readonly number[]): Promise<LmsUser[]> {
    const found: UserRow[] = [];
    for (const piece of pieces([...new Set(ids)])) {
      const rows = await this.dataSource.query<UserRow[]>(
        `SELECT id, auth, username, firstname, lastname, email, confirmed, suspended,
                CASE WHEN auth = 'manual' AND password <> '' THEN 1 ELSE 0 END AS haspassword
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
    return { ...fromEntity(user), credentials: { auth: user.auth, password: user.password } };
  }

  /** `emailkey` in lower case. Letters that a database takes for equal must never join two people's addresses. */
  async findByEmailKey(emailkey: string): Promise<LmsUser[]> {
    const users = await this.existing().andWhere('u.emailkey = :emailkey', { emailkey }).orderBy('u.id').getMany();
    return users.filter((user) => user.emailkey === emailkey).map(fromEntity);
  }

  /** Throws the driver's unique violation when the username is taken. */
  async insert(row: NewUserRow): Promise<LmsUser> {
    const users = this.dataSource.getRepository(UserEntity);
    return fromEntity(await users.save(users.create(row)));
  }

  async list(): Promise<LmsUser[]> {
    return (await this.existing().orderBy('u.id').getMany()).map(fromEntity);
  }

  async countAll(): Promise<number> {
    return this.dataSource.getRepository(UserEntity).count();
  }

  async setSuspended(id: number, suspended: boolean, now: number): Promise<void> {
    await this.dataSource.getRepository(UserEntity).update({ id }, { suspended: suspended ? 1 : 0, timemodified: now });
  }

  /** From now on the person signs in by this password, also one who came by Discord only. `hash` in PHC notation. */
  async setPassword(id: number, hash: string, now: number): Promise<void> {
    const users = this.dataSource.getRepository(UserEntity);
    await users.update({ id, deleted: 0 }, { auth: 'manual', password: hash, timemodified: now });
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
        idnumber: '',
        phone1: '',
        phone2: '',
        institution: '',
        department: '',
        address: '',
        city: '',
        country: '',
        description: null,
        timemodified: now,
      },
    );
  }

  /** Written by one statement that changes nothing when the last use is less than `everySeconds` old. */
  async noteAccess(id: number, now: number, everySeconds: number): Promise<void> {
    await this.dataSource.query(
      `UPDATE lms_user SET firstaccess = CASE WHEN firstaccess = 0 THEN ? ELSE firstaccess END, lastaccess = ?
        WHERE id = ? AND deleted = 0 AND lastaccess <= ?`,
      [now, now, id, now - everySeconds],
    );
  }

  private existing(): SelectQueryBuilder<UserEntity> {
    return this.dataSource.getRepository(UserEntity).createQueryBuilder('u').where('u.deleted = 0');
  }
}

function fromEntity(user: UserEntity): LmsUser {
  return toLmsUser({ ...user, haspassword: user.auth === 'manual' && user.password !== '' ? 1 : 0 });
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
    hasPassword: row.haspassword === 1,
    nologin: row.auth === 'nologin',
  };
}
