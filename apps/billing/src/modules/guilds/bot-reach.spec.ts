import type { APIRole } from 'discord-api-types/v10';
import { reachOf } from './bot-reach.js';

const GUILD = '900000000000000001';
const MANAGE_ROLES = '268435456';
const ADMINISTRATOR = '8';

const role = (id: string, position: number, permissions = '0'): APIRole =>
  ({ id, position, permissions, name: id, managed: false }) as APIRole;

describe('the roles that the bot may give', () => {
  const everyone = role(GUILD, 0);
  const low = role('100000000000000003', 1);
  const own = role('100000000000000002', 2, MANAGE_ROLES);
  const beside = role('100000000000000001', 2);
  const younger = role('100000000000000009', 2);
  const high = role('100000000000000005', 3);
  const roles = [everyone, low, own, beside, younger, high];
  const reached = (standing: Parameters<typeof reachOf>[0], all = roles): string[] =>
    all.filter(reachOf(standing, all, GUILD)).map(({ id }) => id);

  it('are those below its highest role, of equal positions those of higher id', () => {
    expect(reached({ isOwner: false, roleIds: [own.id] })).toEqual([GUILD, low.id, younger.id]);
  });

  it('are none without “Manage Roles”', () => {
    expect(reached({ isOwner: false, roleIds: [high.id] })).toEqual([]);
    expect(reached({ isOwner: false, roleIds: [] })).toEqual([]);
  });

  it('are the same for an administrator, and all for the owner of the server', () => {
    const boss = { ...own, permissions: ADMINISTRATOR };
    const all = [everyone, low, boss, high];
    expect(reached({ isOwner: false, roleIds: [boss.id] }, all)).toEqual([GUILD, low.id]);
    expect(reached({ isOwner: true, roleIds: [] }, all)).toHaveLength(4);
  });

  it('may come by the permission of another role than the highest, also of @everyone', () => {
    const all = [{ ...everyone, permissions: MANAGE_ROLES }, low, high];
    expect(reached({ isOwner: false, roleIds: [high.id] }, all)).toEqual([GUILD, low.id]);
  });
});
