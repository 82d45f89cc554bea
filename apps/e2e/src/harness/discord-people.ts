/** People of the sandbox, and the roles of its guild. */
export const DISCORD_IDS = {
  john: '123456789012345678',
  newbie: '200000000000000001',
  anna: '200000000000000002',
  unverified: '200000000000000003',
  nomail: '200000000000000004',
  outsider: '200000000000000005',
  pending: '200000000000000006',
  legacy: '200000000000000007',
  animated: '200000000000000008',
  creator: '200000000000000009',
  suspended: '200000000000000010',
} as const;

export const DISCORD_ROLES = {
  studentAccess: '111111111111111111',
  premiumMember: '222222222222222222',
  courseCreator: '333333333333333333',
} as const;

/** Accounts of the demo site. */
export const ACCOUNTS = {
  admin: { username: 'admin', password: 'Admin-demo-1' },
  creator: { username: 'creator', password: 'Creator-demo-1' },
  jsmith: { username: 'jsmith', password: 'Learner-demo-1' },
  maria: { username: 'maria', password: 'Learner-demo-1' },
  anna: { username: 'anna', password: 'Learner-demo-1' },
} as const;
