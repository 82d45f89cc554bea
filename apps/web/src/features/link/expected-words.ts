import type { ExpectedEnrolment } from '@pulsetech/contracts';
import type { Tone } from '../../components/shape.js';

interface ExpectedWords {
  readonly tone: Tone;
  readonly word: string;
  readonly why: string;
}

/** One row of the list of courses: shape, word and reason. */
export function expectedWords({ state, detail, discordRole }: ExpectedEnrolment): ExpectedWords {
  switch (state) {
    case 'given':
      return { tone: 'ok', word: 'Enrolled', why: `because you have “${discordRole}” in Discord` };
    case 'by_hand':
      return { tone: 'ok', word: 'Enrolled', why: 'by the site team; Discord does not change that' };
    case 'pending':
      return {
        tone: 'waiting',
        word: 'On its way',
        why: detail ?? `you have “${discordRole}” in Discord; the next sync enrols you`,
      };
    case 'missing_role':
      return { tone: 'waiting', word: 'Not yet', why: `needs “${discordRole}” in Discord` };
    case 'suspended':
      return {
        tone: 'held',
        word: 'Paused',
        why: `needs “${discordRole}” in Discord again; what you did in the course is kept`,
      };
    case 'broken':
      return {
        tone: 'warn',
        word: 'Not possible now',
        why: detail ?? 'this cannot be given at present; the site team sees the reason',
      };
  }
}
