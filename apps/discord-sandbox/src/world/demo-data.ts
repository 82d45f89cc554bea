import { demoGuildId, demoRoles } from './demo-ids.js';
import { installGuild, newMember, newRole, newUser } from './new-guild.js';
import { ordinaryMembers } from './ordinary-members.js';
import { memberFlags, permissions, type Member, type User } from './world.types.js';
import type { World } from './world.js';

const colours = (primary: number) => ({ primary, secondary: null, tertiary: null });

const roles = () => [
  newRole(demoRoles.alumni, '🎓 Alumni', 1, { colours: colours(0x95a5a6) }),
  newRole(demoRoles.studentAccess, 'Student Access', 2, { colours: colours(0x3498db), hoist: true }),
  newRole(demoRoles.premiumMember, 'Premium Member', 3, { colours: colours(0xf1c40f), hoist: true }),
  newRole(demoRoles.courseCreator, 'Course Creator', 4, { colours: colours(0x2ecc71), mentionable: true }),
  newRole(demoRoles.booster, 'Server Booster', 5, {
    colours: colours(0xf47fff),
    managed: true,
    tags: { premium_subscriber: null },
  }),
  newRole(demoRoles.administrators, 'Administrators', 7, {
    colours: colours(0xe74c3c),
    permissions: permissions.administrator,
  }),
];

/** A persona of the sign-in page; `member` null: not in the guild. */
interface Persona {
  readonly user: User;
  readonly member: { readonly roles: readonly string[]; readonly traits?: Partial<Member> } | null;
}

const { studentAccess, premiumMember, courseCreator } = demoRoles;

const mail = (email: string) => ({ email, verified: true });

const personas = (): Persona[] => [
  {
    user: newUser('123456789012345678', 'john', {
      discriminator: '1234',
      globalName: 'John Smith',
      avatar: '8342729096ea3675442027381ff50dfe',
      ...mail('jsmith@example.com'),
      persona: 'John Smith, john#1234, Student Access',
    }),
    member: { roles: [studentAccess] },
  },
  {
    user: newUser('200000000000000001', 'newbie', {
      globalName: 'Nova Newbie',
      ...mail('newbie@example.com'),
      persona: 'Nova Newbie, Student Access, new to the learning site',
    }),
    member: { roles: [studentAccess] },
  },
  {
    user: newUser('200000000000000002', 'anna', {
      globalName: 'Anna Andersen',
      avatar: '1f0bfc0865d324c2587920a7d80c609b',
      ...mail('anna@example.com'),
      persona: 'Anna Andersen, Premium Member, e-mail verified',
    }),
    member: { roles: [premiumMember] },
  },
  {
    user: newUser('200000000000000003', 'unverified', {
      email: 'anna@example.com',
      verified: false,
      persona: 'Student Access, e-mail not verified',
    }),
    member: { roles: [studentAccess] },
  },
  {
    user: newUser('200000000000000004', 'nomail', { persona: 'Student Access, no e-mail at all' }),
    member: { roles: [studentAccess] },
  },
  {
    user: newUser('200000000000000005', 'outsider', {
      ...mail('outsider@example.com'),
      persona: 'not a member of the server',
    }),
    member: null,
  },
  {
    user: newUser('200000000000000006', 'pending', {
      ...mail('pending@example.com'),
      persona: 'Student Access, membership screening not passed',
    }),
    member: { roles: [studentAccess], traits: { pending: true } },
  },
  {
    user: newUser('200000000000000007', 'legacy', {
      discriminator: '0042',
      ...mail('legacy@example.com'),
      persona: 'legacy#0042, Student Access, no avatar',
    }),
    member: { roles: [studentAccess] },
  },
  {
    user: newUser('200000000000000008', 'animated', {
      avatar: 'a_d5efa99b3eeaa7dd43acca82f5692432',
      ...mail('animated@example.com'),
      persona: 'Premium Member, animated avatar',
    }),
    member: { roles: [premiumMember] },
  },
  {
    user: newUser('200000000000000009', 'creator', {
      globalName: 'Carla Creator',
      ...mail('creator@example.com'),
      persona: 'Carla Creator, Course Creator',
    }),
    member: { roles: [courseCreator] },
  },
  {
    user: newUser('200000000000000010', 'suspended', {
      globalName: 'Sam Suspended',
      ...mail('sam@example.com'),
      persona: 'Student Access, suspended on the learning site',
    }),
    member: { roles: [studentAccess] },
  },
];

/** The demo guild with its roles, its personas and enough ordinary members to fill a page. */
export function seedDemoData(world: World): void {
  const owner = newUser('300000000000000001', 'headteacher', {
    globalName: 'Harriet Head',
    ...mail('head@example.com'),
  });
  const guild = installGuild(world, {
    id: demoGuildId,
    name: 'PulseTech Community',
    owner,
    roles: roles(),
    botPosition: 6,
    botRoleId: demoRoles.bot,
  });
  for (const { user, member } of personas()) {
    if (member) world.addMember(guild, newMember(user, member.roles, member.traits));
    else world.users.set(user.id, user);
  }
  const guest = newUser('300000000000000002', 'guest.listener', { globalName: 'Gus Guest' });
  world.addMember(guild, newMember(guest, [studentAccess], { joinedAt: null, flags: memberFlags.guest }));
  const helper = newUser('300000000000000003', 'Quiz Helper', { discriminator: '7788', bot: true });
  world.addMember(guild, newMember(helper, [studentAccess]));
  world.addMembers(guild, ordinaryMembers());
}
