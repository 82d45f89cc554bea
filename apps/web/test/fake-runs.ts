import type { ChangeDto, RunDto, RunFiguresDto, RunItemDto, RunProblemDto, WhyDto } from '@pulsetech/contracts';

const now = (): number => Math.floor(Date.now() / 1000);

/** A finished run in which nothing changed, otherwise as given. */
export function newRun(given: Partial<RunDto> = {}): RunDto {
  return {
    id: 41,
    cause: 'schedule',
    state: 'completed',
    phase: null,
    dry: false,
    undoes: null,
    undoable: false,
    reason: null,
    membersRead: 100_000,
    membersTotal: 100_000,
    users: 1_204,
    usersTotal: 1_204,
    enrolled: 0,
    unenrolled: 0,
    errors: 0,
    removals: 0,
    removed: 0,
    spared: 0,
    unlinked: 0,
    startedBy: null,
    stops: [],
    decidedBy: null,
    decidedAt: null,
    startedAt: now() - 1_800,
    finishedAt: now() - 1_788,
    ...given,
  };
}

export function runningRun(given: Partial<RunDto> = {}): RunDto {
  return newRun({
    id: 46,
    cause: 'manual',
    state: 'running',
    phase: 'snapshot',
    membersRead: 31_000,
    users: 0,
    startedAt: now() - 12,
    finishedAt: null,
    ...given,
  });
}

export const heldRun = (): RunDto =>
  newRun({
    id: 45,
    state: 'held',
    reason:
      'The run would take more than the removal stop allows, so nothing was taken. Look at who is concerned, then approve or reject it.',
    enrolled: 3,
    removals: 412,
    stops: [
      { scope: 'run', mappingId: null, label: '', removals: 412, people: 398, active: 1_329 },
      {
        scope: 'broken_mapping',
        mappingId: 2,
        label: 'Premium Member → Advanced Topics (Student)',
        removals: 397,
        people: 391,
        active: 438,
      },
      {
        scope: 'mapping',
        mappingId: 3,
        label: 'Course Creator → Staff Training (Teacher)',
        removals: 15,
        people: 15,
        active: 15,
      },
    ],
    startedAt: now() - 620,
    finishedAt: null,
  });

export function demoRuns(): RunDto[] {
  const hoursAgo = (hours: number, took = 12) => ({
    startedAt: now() - hours * 3_600,
    finishedAt: now() - hours * 3_600 + took,
  });
  return [
    heldRun(),
    newRun({ id: 44, enrolled: 12, unenrolled: 4, removals: 4, removed: 4, undoable: true, ...hoursAgo(1) }),
    newRun({ id: 43, cause: 'manual', startedBy: 'Ada Admin', dry: true, removals: 4, ...hoursAgo(2, 9) }),
    newRun({
      id: 42,
      cause: 'cli',
      state: 'incomplete',
      reason: 'Discord did not answer for 10 minutes. Nobody loses access because of that; the next run tries again.',
      membersRead: 31_000,
      users: 400,
      errors: 31,
      ...hoursAgo(3, 640),
    }),
    newRun({
      id: 41,
      state: 'completed_with_errors',
      enrolled: 230,
      unenrolled: 18,
      removals: 19,
      removed: 17,
      spared: 1,
      errors: 2,
      undoable: true,
      decidedBy: 'Ada Admin',
      decidedAt: now() - 4 * 3_600 + 300,
      ...hoursAgo(4, 95),
    }),
    newRun({
      id: 40,
      cause: 'undo',
      startedBy: 'Ada Admin',
      undoes: 39,
      membersRead: 0,
      membersTotal: null,
      users: 31,
      usersTotal: 31,
      enrolled: 31,
      reason:
        'Everything that run 39 did and that nobody has changed since was taken back. The rules are as they were: the next synchronisation does the same again unless mappings or Discord roles change.',
      ...hoursAgo(26),
    }),
    newRun({ id: 39, unenrolled: 31, removals: 31, removed: 31, ...hoursAgo(27) }),
    newRun({
      id: 38,
      state: 'rejected',
      removals: 412,
      decidedBy: 'Ada Admin',
      decidedAt: now() - 50 * 3_600 + 900,
      ...hoursAgo(50, 900),
    }),
    newRun({ id: 37, state: 'superseded', removals: 60, ...hoursAgo(51, 7_200) }),
    newRun({ id: 36, state: 'stopped', cause: 'manual', enrolled: 1, users: 300, ...hoursAgo(52, 3) }),
    newRun({
      id: 35,
      state: 'failed',
      reason: 'The licence is not valid. Check it in the settings.',
      membersRead: 0,
      membersTotal: null,
      users: 0,
      ...hoursAgo(75, 0),
    }),
  ];
}

/** What a dry run would give; its own figures count only what was given. */
const DRY_GIVES = 12;

export function figuresOf(run: RunDto): RunFiguresDto {
  const row = { given: run.enrolled, taken: run.unenrolled, toGive: run.dry ? DRY_GIVES : 0, toTake: 0 };
  if (run.state !== 'held' && !run.dry) {
    return {
      mappings: [{ mappingId: 1, label: 'Student Access → Introduction to Programming (Student)', ...row }],
      courses: [{ courseId: 5, label: 'Introduction to Programming', ...row }],
    };
  }
  const toTake = run.state === 'held' ? { premium: 397, creator: 15 } : { premium: 4, creator: 0 };
  const none = { given: 0, taken: 0, toGive: 0, toTake: 0 };
  return {
    mappings: [
      { mappingId: 1, label: 'Student Access → Introduction to Programming (Student)', ...row },
      { ...none, mappingId: 2, label: 'Premium Member → Advanced Topics (Student)', toTake: toTake.premium },
      { ...none, mappingId: 3, label: 'Course Creator → Staff Training (Teacher)', toTake: toTake.creator },
    ],
    courses: [
      { courseId: 5, label: 'Introduction to Programming', ...row },
      { ...none, courseId: 6, label: 'Advanced Topics', toTake: toTake.premium },
      { ...none, courseId: 7, label: 'Staff Training', toTake: toTake.creator },
    ],
  };
}

const firstNames = ['John', 'Anna', 'Bea', 'Chidi', 'Dana', 'Emre', 'Fatima', 'Goran', 'Hana', 'Ivo'];
const lastNames = ['Smith', 'Example', 'Marsh', 'Okafor', 'Lindqvist', 'Yilmaz'];

export function itemsOf(run: RunDto): RunItemDto[] {
  return Array.from({ length: run.dry ? DRY_GIVES + run.removals : run.removals }, (_, index): RunItemDto => {
    const isGrant = run.dry && index >= run.removals;
    const isCreator = !isGrant && index % 27 === 26;
    const name = `${firstNames[index % firstNames.length] ?? ''} ${lastNames[index % lastNames.length] ?? ''}`;
    return {
      userId: 123 + index,
      userName: name,
      action: isGrant ? 'grant' : 'revoke',
      kind: !isGrant && index % 11 === 10 ? 'cohort' : 'role',
      targetId: isCreator ? 7 : 6,
      target: index % 11 === 10 ? 'Premium Members' : isCreator ? 'Staff Training' : 'Advanced Topics',
      role: index % 11 === 10 ? null : isCreator ? 'Teacher' : 'Student',
      mappingId: isCreator ? 3 : 2,
      because: isGrant ? 'role_held' : isCreator ? 'left_server' : 'discord_role_deleted',
      reason: isGrant
        ? 'Holds the Discord role.'
        : isCreator
          ? 'Is no longer in the Discord server.'
          : 'The Discord role was deleted.',
      ...itemState(run, index),
    };
  });
}

function itemState(run: RunDto, index: number): Pick<RunItemDto, 'state' | 'detail'> {
  if (run.dry) return { state: 'planned', detail: null };
  if (run.state === 'held') return { state: 'waiting', detail: null };
  if (run.state === 'rejected') return { state: 'rejected', detail: null };
  if (run.spared > 0 && index === 3) {
    return { state: 'spared', detail: 'Has the Discord role again.' };
  }
  if (run.errors > 0 && index === 5) {
    return { state: 'failed', detail: 'Discord did not answer about this person. They keep what they have.' };
  }
  return { state: 'done', detail: null };
}

export function problemsOf(run: RunDto): RunProblemDto[] {
  const shown: RunProblemDto[] = [
    {
      userId: 128,
      userName: 'Emre Yilmaz',
      message: 'Discord did not answer about this person. They keep what they have; the next run asks again.',
    },
    {
      userId: null,
      userName: null,
      message: 'The billing server did not answer for 40 seconds. The run went on then.',
    },
  ];
  return shown.slice(0, run.errors);
}

export function demoChanges(): ChangeDto[] {
  const change: ChangeDto = {
    id: 0,
    userId: 123,
    userName: 'John Smith',
    action: 'granted',
    kind: 'role',
    targetId: 5,
    target: 'Introduction to Programming',
    role: 'Student',
    mappingId: 1,
    discordRole: 'Student Access',
    because: 'role_held',
    sentence:
      'Enrolled in “Introduction to Programming” as Student, because of the Discord role “Student Access” (scheduled run 44).',
    what: 'Enrolled in “Introduction to Programming” as Student, because of the Discord role “Student Access”.',
    cause: 'schedule',
    runId: 44,
    startedBy: null,
    at: now() - 3_600,
  };
  const premium = { targetId: 6, target: 'Advanced Topics', mappingId: 2, discordRole: 'Premium Member' } as const;
  return [
    { ...change, id: 912 },
    {
      ...change,
      ...premium,
      id: 911,
      userId: 124,
      userName: 'Anna Example',
      action: 'revoked',
      because: 'role_lost',
      sentence:
        'No longer Student in “Advanced Topics”, because the Discord role “Premium Member” is not held any more (through the web service).',
      what: 'No longer Student in “Advanced Topics”, because the Discord role “Premium Member” is not held any more.',
      cause: 'webservice',
      runId: null,
      at: now() - 5_000,
    },
    {
      ...change,
      ...premium,
      id: 910,
      action: 'suspended',
      because: 'left_server',
      sentence:
        'Access to “Advanced Topics” as Student suspended; grades and submissions stay, because of leaving the Discord server (run 39, started by Ada Admin).',
      what: 'Access to “Advanced Topics” as Student suspended; grades and submissions stay, because of leaving the Discord server.',
      cause: 'manual',
      startedBy: 'Ada Admin',
      at: now() - 90_000,
      runId: 39,
    },
    {
      ...change,
      id: 909,
      kind: 'cohort',
      targetId: 1,
      target: 'Students 2025',
      role: null,
      action: 'adopted',
      sentence: 'Was in the cohort “Students 2025” already, which stays when the Discord role goes (at sign-in).',
      what: 'Was in the cohort “Students 2025” already, which stays when the Discord role goes.',
      cause: 'login',
      runId: null,
      at: now() - 400_000,
    },
  ];
}

export function whyOf(userId: number, courseId: number): WhyDto {
  const [granted] = demoChanges();
  const observation = { state: 'member' as const, at: Date.now() - 125_000 };
  if (courseId !== 5) {
    return {
      userId,
      userName: 'John Smith',
      courseId,
      course: 'Advanced Topics',
      conclusion: 'Not enrolled in Advanced Topics: the Discord role “Premium Member” is missing.',
      enrolment: 'none',
      observation,
      chains: [
        {
          mappingId: 2,
          discordRole: 'Premium Member',
          holdsDiscordRole: false,
          role: 'Student',
          problems: [],
          grant: null,
          lastChange: null,
          next: 'When “Premium Member” comes in Discord, the next synchronisation gives the course.',
        },
      ],
    };
  }
  return {
    userId,
    userName: 'John Smith',
    courseId,
    course: 'Introduction to Programming',
    conclusion: 'Enrolled in Introduction to Programming because of the Discord role “Student Access”.',
    enrolment: 'active',
    observation,
    chains: [
      {
        mappingId: 1,
        discordRole: 'Student Access',
        holdsDiscordRole: true,
        role: 'Student',
        problems: [],
        grant: { origin: 'granted', state: 'active', since: now() - 3_600 },
        lastChange: granted ?? null,
        next: 'Nothing changes while the Discord role stays.',
      },
      {
        mappingId: null,
        discordRole: null,
        holdsDiscordRole: null,
        role: 'Teacher',
        problems: [],
        grant: { origin: 'granted', state: 'active', since: now() - 900_000 },
        lastChange: null,
        next: 'No mapping gives it any more, so the next synchronisation takes it.',
      },
    ],
  };
}
