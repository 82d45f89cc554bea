import { Injectable } from '@nestjs/common';
import { Clock, isUniqueViolation } from '@pulsetech/server-kit';
import { LmsError } from '../lms.errors.js';
import type { LmsUser, NewLmsUser } from '../lms.port.js';
import { PasswordHasher } from './password-hasher.js';
import { UsersRepository } from './users.repository.js';

export interface NewUserOptions {
  /** Without it the person can sign in by Discord only. */
  readonly password?: string | undefined;
  /** For sites that need fixed ids, such as the demo. */
  readonly id?: number | undefined;
  readonly suspended?: boolean | undefined;
}

@Injectable()
export class EmbeddedUsers {
  constructor(
    private readonly users: UsersRepository,
    private readonly passwords: PasswordHasher,
    private readonly clock: Clock,
  ) {}

  async findByUsername(username: string): Promise<LmsUser | null> {
    const found = await this.users.findByUsername(normalised(username));
    return found && withoutCredentials(found);
  }

  findByEmail(email: string): Promise<LmsUser[]> {
    const key = normalised(email);
    return key === '' ? Promise.resolve([]) : this.users.findByEmailKey(key);
  }

  /** @throws LmsError `username_taken` */
  async create(user: NewLmsUser, options: NewUserOptions = {}): Promise<LmsUser> {
    const now = this.clock.nowSeconds();
    const password = options.password === undefined ? '' : await this.passwords.hash(options.password);
    try {
      return await this.users.insert({
        ...(options.id === undefined ? {} : { id: options.id }),
        auth: password ? 'manual' : 'oauth2',
        confirmed: user.confirmed ? 1 : 0,
        deleted: 0,
        suspended: options.suspended ? 1 : 0,
        username: normalised(user.username),
        password,
        firstname: user.firstname,
        lastname: user.lastname,
        email: user.email,
        emailkey: normalised(user.email),
        timecreated: now,
        timemodified: now,
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new LmsError('username_taken', 'Another user has this username. Choose another one.', { cause: error });
    }
  }

  async setPassword(userId: number, password: string): Promise<void> {
    await this.users.setPassword(userId, await this.passwords.hash(password), this.clock.nowSeconds());
  }

  /** The user when the password is right. Unknown names, Discord-only users and wrong passwords take the same time. */
  async checkPassword(username: string, password: string): Promise<LmsUser | null> {
    const found = await this.users.findByUsername(normalised(username));
    const stored = found?.credentials.auth === 'manual' ? found.credentials.password : null;
    const fits = await this.passwords.fits(stored, password);
    return fits && found ? withoutCredentials(found) : null;
  }
}

/**
 * As Moodle takes usernames and addresses: without surrounding spaces, in lower case. Of ASCII letters only: in Unicode
 * others than `K` become a `k`, such as the Kelvin sign, and would make one person's address another's.
 */
function normalised(text: string): string {
  return text.trim().replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function withoutCredentials({ credentials: _, ...user }: LmsUser & { readonly credentials: unknown }): LmsUser {
  return user;
}
