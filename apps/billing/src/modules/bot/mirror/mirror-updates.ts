import { Injectable } from '@nestjs/common';
import type { GatewayNotice, MemberObservation } from '@pulsetech/discord-client';
import { SecretBox } from '@pulsetech/server-kit';
import type { EntityManager } from 'typeorm';
import { FollowedMembersRepository } from '../pushes/followed-members.repository.js';
import { MemberChanges } from '../pushes/member-changes.js';
import { isSameState, readState, writtenState, type MemberState } from './member-state.js';
import type { MirrorMemberEntity } from './mirror-member.entity.js';
import { MirrorRepository } from './mirror.repository.js';

const GUILDS_REMEMBERED_MS = 5_000;
/** Discord's lists may lag behind its events by so much. */
const LAG_MS = 5_000;

type MemberNotice = Extract<GatewayNotice, { kind: 'member' | 'left' }>;

interface Heard {
  readonly state: MemberState;
  readonly at: number;
}

/** A page of a walk, as it was read. */
export interface MetMembers {
  readonly guildId: string;
  readonly walk: number;
  readonly members: readonly { readonly id: string; readonly observation: MemberObservation }[];
  /** Since when everything was heard, Unix milliseconds. */
  readonly heardSince: number;
  /** The first walk of a guild: nobody knew anything before, so nothing has changed. */
  readonly isFirst: boolean;
}

export interface BegunWalk {
  readonly walk: number;
  readonly isFirst: boolean;
}

/**
 * Writes down what was heard and read of members. Only a real difference is a change: of a member who changed their name
 * nobody is told. Must be called by one at a time.
 */
@Injectable()
export class MirrorUpdates {
  private licensed: { readonly guilds: ReadonlySet<string>; readonly until: number } = { guilds: new Set(), until: 0 };

  constructor(
    private readonly mirror: MirrorRepository,
    private readonly changes: MemberChanges,
    private readonly followed: FollowedMembersRepository,
    private readonly secrets: SecretBox,
  ) {}

  /** How many pushes follow from it. */
  async heard(tx: EntityManager, notices: readonly MemberNotice[]): Promise<number> {
    if (notices.length === 0) return 0;
    const byGuild = new Map<string, Map<string, Heard>>();
    for (const notice of notices) {
      const heard = byGuild.get(notice.guildId) ?? new Map<string, Heard>();
      byGuild.set(notice.guildId, heard.set(notice.userId, heardOf(notice)));
    }
    let pushes = 0;
    for (const [guildId, heard] of byGuild) {
      // Of guilds without a licence nothing is kept, so that what may have been kept before is not whole any more.
      if (await this.isLicensed(tx, guildId)) pushes += await this.heardIn(tx, guildId, heard);
      else await this.stale(tx, guildId);
    }
    return pushes;
  }

  /** Discord tells of no holder that they lost a role that is deleted. */
  async roleDeleted(tx: EntityManager, guildId: string, roleId: string, at: number): Promise<number> {
    let pushes = 0;
    for (let after = ''; ;) {
      const members = await this.mirror.membersAfter(guildId, after, tx);
      const last = members.at(-1);
      if (!last) return pushes;
      after = last.userId;
      const changed = members.flatMap((member): MirrorMemberEntity[] => {
        const state = this.stateOf(member);
        if (!state?.roles.includes(roleId)) return [];
        const left = { ...state, roles: state.roles.filter((id) => id !== roleId) };
        return [{ ...member, stateSealed: this.seal(left), at: Math.max(at, member.at) }];
      });
      await this.mirror.put(tx, changed);
      const ids = changed.map(({ userId }) => userId);
      pushes += await this.changes.changed(tx, guildId, ids, at, { bulk: true });
    }
  }

  async allStale(tx: EntityManager): Promise<void> {
    await this.mirror.setState(tx, 'stale');
  }

  async stale(tx: EntityManager, guildId: string): Promise<void> {
    await this.mirror.setState(tx, 'stale', guildId);
  }

  /** From here on everything that is heard of the guild is kept; null when it has no licence. */
  async beginWalk(tx: EntityManager, guildId: string): Promise<BegunWalk | null> {
    this.licensed = { guilds: new Set(), until: 0 };
    if (!(await this.isLicensed(tx, guildId))) return null;
    const before = await this.mirror.guild(guildId, tx);
    const walkedAt = before?.walkedAt ?? null;
    const walk = (before?.walk ?? 0) + 1;
    // What is whole stays so while it is read again.
    const state = before?.state === 'live' ? 'live' : 'walking';
    await this.mirror.putGuild(tx, { guildId, state, walk, walkedAt });
    return { walk, isFirst: walkedAt === null };
  }

  /** `isTold`: whether the gateway tells of members, without which a mirror is never live. */
  async endWalk(
    tx: EntityManager,
    { guildId, walk, beganAt, isTold }: { guildId: string; walk: number; beganAt: number; isTold: boolean },
  ): Promise<void> {
    const isLive = isTold && (await this.mirror.endWalk(tx, guildId, walk));
    const state = isLive ? 'live' : 'stale';
    await this.mirror.putGuild(tx, { guildId, state, walk, walkedAt: beganAt });
  }

  async forget(tx: EntityManager, guildId: string): Promise<void> {
    await this.mirror.deleteGuild(tx, guildId);
  }

  /** What was heard since a page was read is newer than the page. */
  async met(tx: EntityManager, { guildId, walk, members, heardSince, isFirst }: MetMembers): Promise<number> {
    const ids = members.map(({ id }) => id);
    const known = await this.mirror.members(guildId, ids, tx);
    const rows: MirrorMemberEntity[] = [];
    const changed: string[] = [];
    for (const { id, observation } of members) {
      const before = known.get(id);
      const isHeard = before && before.at >= heardSince && before.at >= observation.at - LAG_MS;
      if (before && (isHeard || before.at >= observation.at)) continue;
      const state = { roles: observation.roles, pending: observation.pending, guest: observation.guest };
      if (before && isSameState(this.stateOf(before), state)) continue;
      rows.push({ guildId, userId: id, stateSealed: this.seal(state), at: observation.at, walk });
      if (!isFirst) changed.push(id);
    }
    await this.mirror.put(tx, rows);
    await this.mirror.markMet(tx, guildId, ids, walk);
    return this.changes.changed(tx, guildId, changed, Date.now(), { bulk: true });
  }

  /** How many members hold each role, as far as is known. */
  async countRoles(guildId: string): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    for (let after = ''; ;) {
      const members = await this.mirror.membersAfter(guildId, after);
      const last = members.at(-1);
      if (!last) return counts;
      after = last.userId;
      for (const role of members.flatMap((member) => this.stateOf(member)?.roles ?? [])) {
        counts.set(role, (counts.get(role) ?? 0) + 1);
      }
    }
  }

  /** Whom the walk did not meet may have left: they are asked about before anybody is told. True while there may be more. */
  async missed(tx: EntityManager, guildId: string, walk: number, beganAt: number, now: number): Promise<boolean> {
    const gone = await this.mirror.notMet(tx, guildId, walk, beganAt);
    const ids = gone.map(({ userId }) => userId);
    await this.mirror.delete(tx, guildId, ids);
    const were = gone.filter((member) => this.stateOf(member) !== null).map(({ userId }) => userId);
    await this.changes.changed(tx, guildId, were, now, { bulk: true });
    return gone.length > 0;
  }

  private async heardIn(tx: EntityManager, guildId: string, heard: ReadonlyMap<string, Heard>): Promise<number> {
    const known = await this.mirror.members(guildId, [...heard.keys()], tx);
    const rows: MirrorMemberEntity[] = [];
    let latest = 0;
    for (const [userId, { state, at }] of heard) {
      const before = known.get(userId);
      if (before && isSameState(this.stateOf(before), state)) continue;
      rows.push({ guildId, userId, stateSealed: this.seal(state), at, walk: before?.walk ?? 0 });
      latest = Math.max(latest, at);
    }
    await this.mirror.put(tx, rows);
    const ids = rows.map(({ userId }) => userId);
    return this.changes.changed(tx, guildId, ids, latest);
  }

  private async isLicensed(tx: EntityManager, guildId: string): Promise<boolean> {
    const now = Date.now();
    if (this.licensed.until < now) {
      const guilds = new Set(await this.followed.licensedGuilds(tx));
      this.licensed = { guilds, until: now + GUILDS_REMEMBERED_MS };
    }
    return this.licensed.guilds.has(guildId);
  }

  private stateOf({ stateSealed }: MirrorMemberEntity): MemberState {
    return readState(this.secrets.open(stateSealed));
  }

  private seal(state: MemberState): string {
    return this.secrets.seal(writtenState(state));
  }
}

function heardOf(notice: MemberNotice): Heard {
  if (notice.kind === 'left') return { state: null, at: notice.at };
  const { roles, pending, guest, at } = notice.member;
  return { state: { roles, pending, guest }, at };
}
