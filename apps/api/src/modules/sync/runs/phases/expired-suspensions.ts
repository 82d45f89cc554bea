import { Injectable } from '@nestjs/common';
import type { Grant, Step } from '@pulsetech/domain';
import { ExpiredGrantsRepository } from './expired-grants.repository.js';
import { removalsOf } from './page-plan.js';
import type { RunItem } from '../run-items.repository.js';

const PAGE = 1000;

/** Suspensions of people without a link, whom the walk does not meet, that lasted longer than the grace period. */
@Injectable()
export class ExpiredSuspensions {
  constructor(private readonly grants: ExpiredGrantsRepository) {}

  /** What is to be taken, a page of people at a time. */
  async *removals(before: number): AsyncGenerator<RunItem[]> {
    for (let after = 0; ;) {
      const users = await this.grants.usersAfter(after, before, PAGE);
      const last = users.at(-1);
      if (last === undefined) return;
      const expired = await this.grants.of(users, before);
      yield [...expired].flatMap(([userId, grants]) => removalsOf(userId, expiredSteps(grants)));
      after = last;
    }
  }
}

/** An enrolment ends with the roles in its course; it is a step of its own where there is none. */
export function expiredSteps(grants: readonly Grant[]): Step[] {
  const roles = new Set(grants.filter(({ kind }) => kind === 'role').map(({ targetId }) => targetId));
  const steps = grants.filter(({ kind, targetId }) => kind !== 'enrolment' || !roles.has(targetId));
  return steps.map((row) => ({
    action: 'revoke',
    key: { kind: row.kind, targetId: row.targetId, roleId: row.roleId },
    mappingId: null,
    discordRoleId: null,
    because: 'grace_over',
    row,
  }));
}
