import { Injectable } from '@nestjs/common';
import { Clock, InvalidRequestError } from '@pulsetech/server-kit';
import { isEmail } from 'class-validator';
import { ByHand } from '../embedded/by-hand.js';
import { EmbeddedUsers } from '../embedded/embedded-users.js';
import { ROLE_IDS } from '../embedded/moodle-shapes.js';
import { UsersRepository } from '../embedded/users.repository.js';
import type { LmsUser } from '../lms.port.js';
import { SessionsService } from '../../accounts/sessions.service.js';
import { LoginTokensService } from '../../webservice/login-tokens.service.js';

const USERNAME = /^[-.@_a-z0-9]{1,100}$/;
const MIN_PASSWORD = 8;
const PASSWORD_FAULT = `A password has at least ${MIN_PASSWORD} characters.`;

export const SITE_ROLES = ['manager', 'coursecreator'] as const;
export type SiteRole = (typeof SITE_ROLES)[number];

export interface NewPerson {
  readonly username: string;
  readonly firstname: string;
  readonly lastname: string;
  readonly email: string;
  /** Whether it is known that the address belongs to the person. */
  readonly confirmed: boolean;
  /** Without it the person signs in by Discord only. */
  readonly password?: string | undefined;
  readonly role?: SiteRole | undefined;
}

/** What the site team does with the people of the embedded LMS. */
@Injectable()
export class PeopleService {
  constructor(
    private readonly users: EmbeddedUsers,
    private readonly rows: UsersRepository,
    private readonly byHand: ByHand,
    private readonly sessions: SessionsService,
    private readonly loginTokens: LoginTokensService,
    private readonly clock: Clock,
  ) {}

  /** @throws InvalidRequestError with what is wrong, LmsError `username_taken` */
  async create(person: NewPerson): Promise<LmsUser> {
    const faults = faultsOf(person);
    if (Object.keys(faults).length > 0) throw new InvalidRequestError(Object.values(faults).join(' '), faults);
    const created = await this.users.create(person, { password: person.password });
    if (person.role) await this.byHand.assignSystemRole(created.id, ROLE_IDS[person.role], created.id);
    return created;
  }

  list(): Promise<LmsUser[]> {
    return this.rows.list();
  }

  /** Also for those who came by Discord only. Whoever is signed in as this person is signed out, apps included. */
  async setPassword(username: string, password: string): Promise<LmsUser> {
    const user = await this.find(username);
    if (password.length < MIN_PASSWORD) throw new InvalidRequestError(PASSWORD_FAULT, { password: PASSWORD_FAULT });
    await this.users.setPassword(user.id, password);
    await this.signOut(user.id);
    return user;
  }

  /** A suspended person is signed out everywhere, apps included, and cannot sign in; nothing else of theirs changes. */
  async setSuspended(username: string, suspended: boolean): Promise<LmsUser> {
    const user = await this.find(username);
    await this.rows.setSuspended(user.id, suspended, this.clock.nowSeconds());
    if (suspended) await this.signOut(user.id);
    return user;
  }

  async delete(username: string): Promise<LmsUser> {
    const user = await this.find(username);
    await this.rows.markDeleted(user.id, this.clock.nowSeconds());
    await this.signOut(user.id);
    return user;
  }

  /** @throws InvalidRequestError when nobody has the username */
  async find(username: string): Promise<LmsUser> {
    const user = await this.users.findByUsername(username);
    if (user) return user;
    throw new InvalidRequestError(`Nobody has the username "${username}". The command user:list shows everybody.`);
  }

  /** Ends what the person got by signing in: sessions, and the tokens that a username and a password were given for. */
  private async signOut(userId: number): Promise<void> {
    await this.sessions.endForUser(userId);
    await this.loginTokens.endForUser(userId);
  }
}

function faultsOf(person: NewPerson): Record<string, string> {
  return {
    ...(USERNAME.test(person.username)
      ? {}
      : { username: 'A username has up to 100 lower-case letters, digits and the characters - . @ _ only.' }),
    ...(isName(person.firstname) ? {} : { firstname: 'The first name has 1 to 100 characters.' }),
    ...(isName(person.lastname) ? {} : { lastname: 'The last name has 1 to 100 characters.' }),
    ...(isEmail(person.email) && person.email.length <= 100 ? {} : { email: 'This is not an e-mail address.' }),
    ...(person.password === undefined || person.password.length >= MIN_PASSWORD ? {} : { password: PASSWORD_FAULT }),
  };
}

function isName(text: string): boolean {
  return text.trim() !== '' && text.length <= 100;
}
