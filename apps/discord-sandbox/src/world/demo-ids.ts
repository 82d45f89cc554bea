export const demoGuildId = '900000000000000001';

export const demoRoles = {
  studentAccess: '111111111111111111',
  premiumMember: '222222222222222222',
  courseCreator: '333333333333333333',
  alumni: '444444444444444444',
  booster: '555555555555555555',
  bot: '666666666666666666',
  administrators: '777777777777777777',
} as const;
