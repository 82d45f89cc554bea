import type { Member, User } from '../world/world.types.js';
import { presentMember } from './guild.presenter.js';

interface Written {
  readonly member: Member;
  readonly user: User;
  readonly json: string;
}

const written = new WeakMap<Member, Written>();

/** A list of members as JSON. Each is written once and again only when it has changed. */
export function membersJson(members: readonly Member[]): string {
  return `[${members.map(memberJson).join(',')}]`;
}

function memberJson(member: Member): string {
  const known = written.get(member);
  if (known && isSame(known.member, member) && isSame(known.user, member.user)) return known.json;
  const json = JSON.stringify(presentMember(member));
  written.set(member, { member: { ...member }, user: { ...member.user }, json });
  return json;
}

/** Lists of roles are replaced as a whole when they change. */
function isSame<T extends object>(before: T, now: T): boolean {
  for (const key in now) {
    if (key !== 'user' && before[key] !== now[key]) return false;
  }
  return true;
}
