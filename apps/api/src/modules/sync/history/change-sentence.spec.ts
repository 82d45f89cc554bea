import { REASONS_FOR_CHANGE } from '@pulsetech/domain';
import { becauseClause, changeSentence, type ChangeFacts } from './change-sentence.js';

const facts = (part: Partial<ChangeFacts>): ChangeFacts => ({
  action: 'granted',
  kind: 'role',
  target: 'Advanced Topics',
  role: 'Student',
  discordRole: 'Premium Member',
  because: 'role_held',
  cause: 'schedule',
  runId: 41,
  startedBy: null,
  ...part,
});

describe('the sentence about a change', () => {
  it.each([
    [{}, 'Enrolled in “Advanced Topics” as Student, because of the Discord role “Premium Member” (scheduled run 41).'],
    [
      { action: 'revoked', because: 'role_lost', cause: 'login', runId: null },
      'No longer Student in “Advanced Topics”, because the Discord role “Premium Member” is not held any more (at sign-in).',
    ],
    [
      { action: 'suspended', because: 'left_server', cause: 'manual' },
      'Access to “Advanced Topics” as Student suspended; grades and submissions stay, because of leaving the Discord server (run 41, started by hand).',
    ],
    [
      { kind: 'cohort', target: 'Students 2025', role: null, cause: 'webservice', runId: null },
      'Added to the cohort “Students 2025”, because of the Discord role “Premium Member” (through the web service).',
    ],
    [
      { kind: 'enrolment', role: null, action: 'revoked', because: null, cause: 'recovery', runId: null },
      'Unenrolled from “Advanced Topics” (completed after an interruption).',
    ],
    [
      { because: 'undone', cause: 'undo', action: 'revoked' },
      'No longer Student in “Advanced Topics”, because an earlier change was undone (undoing, run 41).',
    ],
    [
      { cause: 'manual', startedBy: 'Ada Admin' },
      'Enrolled in “Advanced Topics” as Student, because of the Discord role “Premium Member” (run 41, started by Ada Admin).',
    ],
    [
      { because: 'undone', cause: 'undo', action: 'revoked', startedBy: 'Ada Admin' },
      'No longer Student in “Advanced Topics”, because an earlier change was undone (undoing, run 41, started by Ada Admin).',
    ],
  ] as const)('says what happened, why and when: %#', (part, sentence) => {
    expect(changeSentence(facts(part))).toBe(sentence);
  });

  it('has words for every reason, with and without the name of the Discord role', () => {
    for (const because of REASONS_FOR_CHANGE) {
      expect(becauseClause(because, 'VIP')).toMatch(/^because/);
      expect(becauseClause(because, null)).not.toContain('null');
    }
  });
});
