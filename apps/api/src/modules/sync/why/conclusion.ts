import {
  adoptedGoneSentence,
  adoptedSentence,
  byHandSentence,
  givenSentence,
  waitingSentence,
} from './held-sentences.js';
import { missingSentence } from './missing-sentences.js';
import { standingOf, type Standing } from './standing.js';
import { suspendedSentence } from './suspended-sentence.js';
import { voiceOf } from './voice.js';
import type { WhyFacts } from './why-facts.js';
import { cap } from './words.js';

/** The answer in one sentence. */
export function conclusionOf(facts: WhyFacts): string {
  const sentence = sentenceOf(standingOf(facts), facts);
  if (facts.lms.enrolment !== 'unknown') return sentence;
  return sentence.replace(
    /\.$/,
    '; the LMS does not answer at the moment, so what was done there by hand is not known.',
  );
}

function sentenceOf(standing: Standing, facts: WhyFacts): string {
  const course = `“${facts.course ?? `course ${facts.courseId}`}”`;
  const { who, have, are } = voiceOf(facts);
  switch (standing.kind) {
    case 'waiting':
      return waitingSentence(standing.removal, course, facts);
    case 'changing':
      return `What ${who} ${have} in ${course} is being changed; if that was interrupted, it is completed by itself ${facts.licence.usable ? 'within minutes' : 'when the licence of this site is valid again'}.`;
    case 'removed_in_lms':
      return `${cap(who)} ${have} no access to ${course} although Discord gave it: somebody took it away in the LMS, and Discord gives it anew only when the role was lost and comes back.`;
    case 'role_removed_in_lms':
      return `${cap(who)} ${are} enrolled in ${course}, but somebody took the role away in the LMS that Discord gave there; Discord gives it anew only when its Discord role was lost and comes back.`;
    case 'suspended_in_lms':
      return `Discord gave ${course}, but somebody suspended the enrolment in the LMS, and only the LMS can end that.`;
    case 'given':
      return givenSentence(standing.grants, standing.loss, course, facts);
    case 'adopted':
      return adoptedSentence(standing.grants, course, facts);
    case 'adopted_gone':
      return adoptedGoneSentence(course, facts);
    case 'suspended':
      return suspendedSentence(standing, course, facts);
    case 'by_hand':
      return byHandSentence(standing, course, facts);
    default:
      return missingSentence(standing, course, facts);
  }
}
