import type {
  ChangeDto,
  DashboardDto,
  LinkPageDto,
  MappingDto,
  MappingOptionsDto,
  RunDto,
  SessionDto,
  SessionUser,
  SettingsDto,
  TokenDto,
  TokenFunctionDto,
  WebserviceLogEntryDto,
  WebserviceLogPageDto,
} from '@pulsetech/contracts';
import { CAPABILITIES } from '@pulsetech/contracts/constants';
import { demoChanges, demoRuns } from './fake-runs.js';

const now = (): number => Math.floor(Date.now() / 1000);

/** Everything that the fake API holds; tests change it directly. */
export interface FakeState {
  user: SessionUser | null;
  discordLogin: SessionDto['discordLogin'];
  dashboard: DashboardDto;
  link: LinkPageDto;
  mappings: MappingDto[];
  options: MappingOptionsDto;
  settings: SettingsDto;
  tokens: TokenDto[];
  runs: RunDto[];
  changes: ChangeDto[];
  webserviceLog: WebserviceLogPageDto;
}

export const tokenFunctions: readonly TokenFunctionDto[] = [
  { name: 'local_pulsetech_discord_get_user_by_discord_id', description: 'Looks up a user by their Discord ID.' },
  { name: 'local_pulsetech_discord_get_role_mappings', description: 'Retrieves all role mappings.' },
  { name: 'core_webservice_get_site_info', description: 'Tells about the site.' },
];

export function newToken(given: Partial<TokenDto> = {}): TokenDto {
  return {
    id: 1,
    name: 'bot',
    kind: 'bot',
    owner: 'admin',
    state: 'active',
    functions: null,
    validUntil: null,
    addresses: null,
    createdBy: 'admin',
    createdAt: now(),
    lastUsedAt: null,
    lastUsedFrom: null,
    ...given,
  };
}

const link = CAPABILITIES.linkAccount;

export const people = {
  admin: {
    id: 2,
    username: 'admin',
    firstname: 'Ada',
    lastname: 'Admin',
    email: 'admin@example.com',
    capabilities: [CAPABILITIES.manage, CAPABILITIES.viewMappings, link],
  },
  creator: {
    id: 3,
    username: 'creator',
    firstname: 'Clara',
    lastname: 'Creator',
    email: 'creator.lms@example.com',
    capabilities: [CAPABILITIES.viewMappings, link],
  },
  jsmith: {
    id: 123,
    username: 'jsmith',
    firstname: 'John',
    lastname: 'Smith',
    email: 'jsmith@example.com',
    capabilities: [link],
  },
  anna: {
    id: 124,
    username: 'anna',
    firstname: 'Anna',
    lastname: 'Example',
    email: 'anna@example.com',
    capabilities: [link],
  },
} as const satisfies Record<string, SessionUser>;

const courses = ['Introduction to Programming', 'Advanced Topics', 'Staff Training'] as const;

export function freshState(): FakeState {
  return {
    user: null,
    discordLogin: { available: true, reason: null },
    dashboard: {
      courses: [
        { id: 5, shortname: 'PROG101', fullname: courses[0], roles: ['Student'], because: ['Student Access'] },
        { id: 9, shortname: 'LIB1', fullname: 'Using the Library', roles: ['Student'], because: [] },
      ],
      discord: { username: 'john#1234', lastSyncedAt: 1_704_067_200 },
    },
    link: linkedPage(),
    mappings: demoMappings(),
    options: {
      discordRoles: [
        {
          id: '900000000000000001',
          name: '@everyone',
          color: 0,
          position: 0,
          managed: false,
          reachable: true,
          everyone: true,
        },
        {
          id: '111111111111111111',
          name: 'Student Access',
          color: 0x2ecc71,
          position: 3,
          managed: false,
          reachable: true,
          everyone: false,
        },
        {
          id: '222222222222222222',
          name: 'Premium Member',
          color: 0xf1c40f,
          position: 4,
          managed: false,
          reachable: true,
          everyone: false,
        },
        {
          id: '333333333333333333',
          name: 'Course Creator',
          color: 0x9b59b6,
          position: 5,
          managed: false,
          reachable: true,
          everyone: false,
        },
      ],
      discordRolesProblem: null,
      courses: courses.map((name, index) => ({ id: index + 5, name })),
      roles: [
        { id: 3, name: 'Teacher' },
        { id: 4, name: 'Non-editing teacher' },
        { id: 5, name: 'Student' },
      ],
      cohorts: ['Students 2025', 'Premium Members', 'Instructors'].map((name, index) => ({ id: index + 1, name })),
    },
    settings: {
      licence: {
        status: 'valid',
        reason: null,
        message: 'The licence is valid.',
        maskedKey: 'PLMS-****-****-****-7H2K',
        guildId: '900000000000000001',
        guildName: 'PulseTech Community',
        expiresAt: null,
        verifiedAt: now() - 600,
        graceUntil: null,
        renewBy: null,
      },
      discordLogin: true,
      autoCreate: true,
      linkByEmail: false,
      syncInterval: 'hourly',
      removalStopCount: 20,
      removalStopShare: 10,
      lossPolicy: 'unenrol',
      graceDays: 0,
      brokenMappings: 'hold',
      historyDays: 365,
      webserviceEnabled: true,
      webserviceDebug: 'off',
      webserviceLogDays: 30,
      revision: 3,
    },
    tokens: [
      newToken({ createdAt: now() - 86_400 * 20, lastUsedAt: now() - 120, lastUsedFrom: '192.0.2.17' }),
      newToken({
        id: 2,
        name: 'Course overview',
        owner: 'creator',
        functions: tokenFunctions.slice(1).map(({ name }) => name),
        validUntil: now() + 86_400 * 90,
        addresses: '192.168.0.0/16, 2001:db8:',
      }),
      newToken({ id: 3, name: 'Old script', validUntil: now() - 86_400, state: 'expired', createdBy: null }),
      newToken({
        id: 4,
        name: 'Sign-in by username and password',
        kind: 'login',
        owner: 'jsmith',
        createdBy: 'jsmith',
      }),
    ],
    runs: demoRuns(),
    changes: demoChanges(),
    webserviceLog: demoLog(),
  };
}

function linkedPage(): LinkPageDto {
  return {
    account: {
      discordId: '123456789012345678',
      username: 'john#1234',
      avatarUrl: 'https://cdn.discordapp.com/embed/avatars/4.png',
      linkedAt: 1_704_060_000,
      lastSyncedAt: now() - 125,
    },
    guildName: 'PulseTech Community',
    membership: {
      state: 'member',
      checkedAt: Date.now() - 125_000,
      detail: null,
      roles: [
        { id: '111111111111111111', name: 'Student Access' },
        { id: '333333333333333333', name: 'Course Creator' },
      ],
    },
    expected: [
      expected(1, 5, courses[0], 'Student', 'Students 2025', 'Student Access', 'given', null),
      expected(2, 6, courses[1], 'Student', 'Premium Members', 'Premium Member', 'missing_role', null),
      expected(3, 7, courses[2], 'Teacher', 'Instructors', 'Course Creator', 'pending', null),
      expected(5, 8, 'Old Course', 'Student', null, 'Alumni', 'suspended', null),
      expected(4, 12, null, 'Student', null, 'Old VIP', 'broken', 'The course was deleted. The site team sees this.'),
    ],
    linking: { available: true, detail: null },
    unlinking: { available: true, detail: null },
    unlinkEffect: { courses: [courses[0], courses[2]], suspended: [], cohorts: ['Students 2025'] },
  };
}

function expected(
  mappingId: number,
  courseId: number,
  course: string | null,
  role: string | null,
  cohort: string | null,
  discordRole: string,
  state: LinkPageDto['expected'][number]['state'],
  detail: string | null,
): LinkPageDto['expected'][number] {
  return { mappingId, courseId, course, role, cohort, discordRole, state, detail };
}

export function unlinkedPage(): LinkPageDto {
  const page = linkedPage();
  return {
    ...page,
    account: null,
    membership: { state: 'never_checked', checkedAt: null, detail: null, roles: [] },
    expected: page.expected.map((row) => (row.state === 'broken' ? row : { ...row, state: 'missing_role' as const })),
    unlinkEffect: { courses: [], suspended: [], cohorts: [] },
  };
}

function demoMappings(): MappingDto[] {
  const mapping = { createdAt: 1_704_000_000, problems: [], warnings: [], people: 1_204 };
  return [
    {
      ...mapping,
      id: 1,
      discordRoleId: '111111111111111111',
      discordRoleName: 'Student Access',
      courseId: 5,
      courseName: courses[0],
      roleId: 5,
      roleName: 'Student',
      cohortId: 1,
      cohortName: 'Students 2025',
    },
    {
      ...mapping,
      id: 2,
      discordRoleId: '222222222222222222',
      discordRoleName: 'Premium Member',
      courseId: 6,
      courseName: courses[1],
      roleId: 5,
      roleName: 'Student',
      cohortId: null,
      cohortName: null,
      people: 397,
      warnings: [
        '“Premium Member” stands above our bot in Discord, so the bot cannot give it to people. In Discord: Server settings → Roles → drag “PulseTech LMS” above it. Enrolment by this role works all the same.',
      ],
    },
    {
      ...mapping,
      id: 4,
      discordRoleId: '444444444444444444',
      discordRoleName: 'Old VIP',
      courseId: 12,
      courseName: null,
      roleId: 5,
      roleName: 'Student',
      cohortId: 8,
      cohortName: null,
      people: 41,
      problems: ['The course was deleted. Delete this mapping, or add one for another course.'],
    },
  ];
}

function demoLog(): WebserviceLogPageDto {
  const bot = { tokenId: 1, tokenName: 'bot', userId: 2, username: 'admin', address: '192.0.2.17' };
  const nobody = { tokenId: null, tokenName: null, userId: null, username: null };
  const entry = (
    id: number,
    who: Pick<WebserviceLogEntryDto, 'tokenId' | 'tokenName' | 'userId' | 'username'> & { address: string | null },
    name: string,
    outcome: string,
    calls: number,
    totalMs: number,
  ): WebserviceLogEntryDto => {
    const times = { firstAt: now() - 40 * (60 - id), lastAt: now() - 40 * (60 - id) };
    return { id, ...who, function: name, outcome, calls, totalMs, longestMs: totalMs / Math.sqrt(calls), ...times };
  };
  const sync = 'local_pulsetech_discord_sync_user_roles';
  return {
    entries: [
      entry(60, bot, sync, 'ok', 1, 3.2),
      entry(59, bot, 'local_pulsetech_discord_get_user_by_discord_id', 'ok', 1_204, 390),
      entry(58, { ...bot, tokenId: 3, tokenName: 'report', address: '2001:db8::7' }, sync, 'nopermissions', 1, 0.4),
      entry(57, bot, sync, 'toomanycalls', 312, 9),
      entry(56, { ...nobody, address: '2001:db8:1:2::/64' }, 'unknown function', 'invalidtoken', 18, 4),
      entry(55, { ...nobody, username: 'jsmith', address: '198.51.100.4' }, 'login/token.php', 'ok', 1, 84),
      entry(54, { ...nobody, address: null }, 'other calls', 'failed', 2_391, 810),
      entry(53, bot, sync, 'servererror', 1, 5_210),
    ],
    next: '100-53',
    keptDays: 30,
    functions: [sync, 'local_pulsetech_discord_get_user_by_discord_id', 'login/token.php', 'unknown function'],
  };
}
