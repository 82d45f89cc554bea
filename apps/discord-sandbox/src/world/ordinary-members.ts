import { demoRoles } from './demo-ids.js';
import { newMember, newUser } from './new-guild.js';
import type { Member } from './world.types.js';

/** Usernames and display names as people choose them: scripts, marks, lengths and mischief that a page must bear. */
const unusual: readonly (readonly [username: string, globalName: string | null])[] = [
  ['starlight', '✨ Stella ✨'],
  ['layla.h', 'ليلى حسن'],
  ['noam_k', 'נועם כהן'],
  ['quote_me', 'The "Quoted" O\'Brien'],
  ['angle.bracket', '<b>Bold</b> & Co'],
  ['the_longest_username_possible_32', 'Maximiliane-Friederike von und zu'.slice(0, 32)],
  ['sakura', '桜 さくら'],
  ['minjun', '김민준'],
  ['zoe', 'Zoë Müller-Lüdenscheidt'],
  ['family', '👨‍👩‍👧‍👦 Family Account'],
  ['o_neil', "Shannon O'Neil"],
  ['dots...', '...'],
  ['ivan.petrov', 'Иван Петров'],
  ['ngoc', 'Nguyễn Ngọc Ánh'],
  ['flag', '🇳🇴 Nordlys'],
  ['rtl_mix', 'Omar عمر 2024'],
  ['x', null],
  ['null', 'null'],
  ['percent', '100% {{ready}} ${now}'],
  ['combining', 'Z̃o̊ë̈'],
];

const firstNames = ['ada', 'ben', 'chloe', 'diego', 'elif', 'farid', 'grace', 'hugo', 'ines', 'jonas', 'kira', 'liam'];
const lastNames = ['abbott', 'berg', 'costa', 'duarte', 'ek', 'fischer'];

const usual = firstNames.flatMap((first, row) =>
  lastNames
    .filter((_, column) => (row + column) % 6 !== 0)
    .map((last) => {
      const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
      return [`${first}.${last}`, `${capital(first)} ${capital(last)}`] as const;
    }),
);

const { studentAccess, premiumMember, courseCreator, alumni, booster, administrators } = demoRoles;

/** Which roles members have, in turn. */
const roleSets: readonly (readonly string[])[] = [
  [studentAccess],
  [studentAccess, premiumMember],
  [],
  [premiumMember],
  [studentAccess],
  [alumni],
  [studentAccess, booster],
  [alumni, premiumMember],
  [studentAccess, courseCreator],
  [],
  [studentAccess],
];

const firstId = 300000000000001000n;
const firstJoin = Date.UTC(2024, 1, 1);
const dayMs = 86_400_000;

/** Eighty members who differ in name, roles and length of membership; the same each time. */
export function ordinaryMembers(): Member[] {
  return [...unusual, ...usual].map(([username, globalName], index) => {
    const hash = (BigInt(index + 1) * 0x9e3779b97f4a7c15n * 0x1000000000000001bn)
      .toString(16)
      .padStart(32, '0')
      .slice(-32);
    const user = newUser((firstId + BigInt(index)).toString(), username, {
      globalName,
      avatar: index % 3 === 0 ? null : hash,
      email: `member${index + 1}@example.org`,
      verified: true,
    });
    const roles = index === 40 ? [administrators] : (roleSets[index % roleSets.length] ?? []);
    const joinedAt = new Date(firstJoin + index * dayMs).toISOString();
    return newMember(user, roles, {
      joinedAt,
      nick: index > 20 && index % 9 === 4 ? `${username} (study group)`.slice(0, 32) : null,
    });
  });
}
