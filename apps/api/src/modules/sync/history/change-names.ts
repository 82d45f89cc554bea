import { Injectable } from '@nestjs/common';
import type { ChangeDto } from '@pulsetech/contracts';
import { LmsPort } from '../../lms/lms.port.js';
import { LmsCatalogue, type LmsLists } from '../../mappings/lms-catalogue.js';
import { MappingsService } from '../../mappings/mappings.service.js';
import { cohortName, courseName, roleName } from '../user/sync-words.js';
import { changeSentence, changeWithoutOccasion } from './change-sentence.js';
import type { ChangeRow } from './history.repository.js';

/** Gives recorded changes the names that people know, all of a page together. */
@Injectable()
export class ChangeNames {
  constructor(
    private readonly lms: LmsPort,
    private readonly catalogue: LmsCatalogue,
    private readonly mappings: MappingsService,
  ) {}

  /** In the order of the rows. Asks the LMS once, however many they are. */
  async of(rows: readonly ChangeRow[]): Promise<ChangeDto[]> {
    if (rows.length === 0) return [];
    const people = rows.flatMap(({ userId, startedBy }) => (startedBy === null ? [userId] : [userId, startedBy]));
    const userIds = [...new Set(people)];
    const [users, lists, discordRoles] = await Promise.all([
      this.lms.findUsersByIds(userIds),
      this.catalogue.lists(),
      this.mappings.discordRoleNames(),
    ]);
    const names = new Map(users.map(({ id, firstname, lastname }) => [id, `${firstname} ${lastname}`]));
    return rows.map((row) => toDto(row, names, lists, discordRoles));
  }
}

function toDto(
  row: ChangeRow,
  users: ReadonlyMap<number, string>,
  lists: LmsLists,
  discordRoles: ReadonlyMap<string, string>,
): ChangeDto {
  const { discordRoleId, roleId, ...change } = row;
  const named = {
    ...change,
    userName: personName(row.userId, users),
    startedBy: row.startedBy === null ? null : personName(row.startedBy, users),
    target: row.kind === 'cohort' ? cohortName(row.targetId, lists) : courseName(row.targetId, lists),
    role: row.kind === 'role' ? roleName(roleId, lists) : null,
    discordRole: discordRoleId === null ? null : (discordRoles.get(discordRoleId) ?? discordRoleId),
  };
  return { ...named, sentence: changeSentence(named), what: changeWithoutOccasion(named) };
}

function personName(userId: number, users: ReadonlyMap<number, string>): string {
  return users.get(userId) ?? `deleted user ${userId}`;
}
