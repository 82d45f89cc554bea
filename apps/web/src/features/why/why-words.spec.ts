import type { WhyChain } from '@pulsetech/contracts';
import { whyOf } from '../../../test/fake-runs.js';
import { chainSteps, observationWords } from './why-words.js';

const [held, orphan] = whyOf(123, 5).chains;
const [missing] = whyOf(123, 6).chains;
const texts = (chain: WhyChain | undefined, whom: 'self' | 'other'): string[] =>
  chain === undefined ? [] : chainSteps(chain, whom).map(({ text }) => text.replace(/since .*/, 'since …'));

describe('why somebody has a course', () => {
  it('goes from the Discord role over the mapping to the grant', () => {
    expect(texts(held, 'other')).toEqual([
      'Has “Student Access” in Discord',
      'Mapping 1: “Student Access” gives this course as Student',
      'Given since …',
    ]);
  });

  it('speaks to the person when it is about themselves', () => {
    expect(texts(missing, 'self')).toEqual([
      'You do not have “Premium Member” in Discord',
      'On this site that role gives this course as Student',
      'It was not given to you by Discord',
    ]);
    expect(observationWords({ state: 'absent', at: null }, 'self')).toMatch(/^You were not/);
  });

  it('shows what is held although no mapping gives it any more', () => {
    expect(texts(orphan, 'other')).toEqual(['No mapping gives “Teacher” in this course any more', 'Given since …']);
  });

  it('tells what is broken, what is not known, and what is suspended', () => {
    const chain = held && { ...held, holdsDiscordRole: null, problems: ['The role was deleted in Discord.'] };
    const suspended = held?.grant && { ...held.grant, state: 'suspended' as const };
    const steps = chain && suspended ? chainSteps({ ...chain, grant: suspended }, 'other') : [];
    expect(steps.map(({ tone }) => tone)).toEqual(['unknown', 'warn', 'warn', 'held']);
  });
});
