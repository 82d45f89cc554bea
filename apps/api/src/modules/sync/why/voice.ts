import type { WhyFacts } from './why-facts.js';

/** How a sentence speaks about the person: as “you” to oneself, by name to others. */
export interface Voice {
  readonly who: string;
  readonly have: string;
  readonly had: string;
  readonly keep: string;
  readonly are: string;
  readonly doNot: string;
  /** Who can do something about it. */
  readonly decider: string;
}

const SELF: Voice = {
  ...{ who: 'you', have: 'have', had: 'had', keep: 'keep', are: 'are', doNot: 'do not' },
  decider: 'the site team has',
};

export function voiceOf({ self, person }: Pick<WhyFacts, 'self' | 'person'>): Voice {
  if (self) return SELF;
  return {
    ...{ who: person, have: 'has', had: 'had', keep: 'keeps', are: 'is', doNot: 'does not' },
    decider: 'an admin has',
  };
}
