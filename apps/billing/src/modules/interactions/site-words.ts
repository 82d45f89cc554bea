import type { SiteAnswer } from '../sites/site-webservice.js';
import { plain } from './replies.js';
import type { ListedCourse, SyncResult, ToldChange } from './site-answers.js';

/** Whom the words are about: the person who reads them, or somebody else. */
export type Who = 'you' | 'they';

/** Lines that a message has room for. */
const MOST_LINES = 20;
const LONGEST_NAME = 80;

export const UNREADABLE =
  'The learning site answered in a way that was not understood. Try again later; if it stays so, tell the site team.';

export function unlinkedInWords(who: Who): string {
  return who === 'you'
    ? 'Your Discord account is not linked to an account on the learning site yet. Use `/link` to link it.'
    : 'This Discord account is not linked to an account on the learning site. The member can link it with `/link`.';
}

export function coursesInWords(courses: readonly ListedCourse[]): string {
  if (courses.length === 0) return 'You have no courses on the learning site at the moment.';
  const lines = courses.map(({ fullname, roles }) => {
    const as = roles.length === 0 ? '' : ` (${roles.map(nameOf).join(', ')})`;
    return `• ${nameOf(fullname)}${as}`;
  });
  return ['Your courses:', ...shortened(lines)].join('\n');
}

export function resultInWords({ success, changes }: SyncResult, who: Who): string {
  const failed = success ? [] : ['Not everything could be changed. Try again; if it stays so, tell the site team.'];
  if (changes.length === 0)
    return failed[0] ?? `Nothing had to change: ${whose(who)} courses agree with ${whose(who)} roles.`;
  return [
    `${who === 'you' ? 'Your' : 'Their'} courses were brought into line:`,
    ...shortened(changes.map(changeInWords)),
    ...failed,
  ].join('\n');
}

export function refusalInWords(answer: Exclude<SiteAnswer, { ok: true }>): string {
  switch (answer.why) {
    case 'busy':
      return 'The learning site has much to do at the moment. Try again in a few minutes.';
    case 'unreachable':
      return 'The learning site does not answer at the moment. Try again later.';
    case 'token_refused':
      return 'The learning site does not let the bot in at the moment. Tell the site team: the token of its Discord settings must be generated anew.';
    case 'refused':
      return 'The learning site does not accept this at the moment. Tell the site team that it refused a Discord command.';
    case 'not_understood':
      return UNREADABLE;
  }
}

function changeInWords({ action, course, role }: ToldChange): string {
  return `• ${action === 'enrolled' ? 'Added' : 'Removed'}: ${nameOf(course)} (${nameOf(role)})`;
}

function whose(who: Who): string {
  return who === 'you' ? 'your' : 'their';
}

function nameOf(text: string): string {
  return plain(text.length <= LONGEST_NAME ? text : `${text.slice(0, LONGEST_NAME - 1)}…`);
}

function shortened(lines: readonly string[]): readonly string[] {
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES), `… and ${lines.length - MOST_LINES} more; the learning site shows all.`];
}
