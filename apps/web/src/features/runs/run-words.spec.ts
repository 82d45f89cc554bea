import { figuresOf, heldRun, newRun, runningRun } from '../../../test/fake-runs.js';
import { share } from '../../lib/share.js';
import { progressOf } from './run-progress.js';
import {
  begunBy,
  ITEM_STATES,
  itemsTitle,
  outcomeSentence,
  problemsLead,
  RUN_STATES,
  runName,
  tookSeconds,
  waitingSentence,
} from './run-words.js';
import { totalsOf } from './run-totals.js';

describe('a run that is going on', () => {
  it('says in words where it stands', () => {
    const words = (given: Parameters<typeof runningRun>[0]): string => {
      const { what, numbers } = progressOf(runningRun(given));
      return `${what}: ${numbers}`;
    };
    expect(words({ phase: 'snapshot' })).toBe('Reading the Discord server: 31,000 of 100,000 members');
    expect(words({ phase: 'snapshot', membersTotal: null })).toBe('Reading the Discord server: 31,000 members so far');
    expect(progressOf(runningRun({ membersRead: 0, membersTotal: null })).numbers).toBe('');
    expect(words({ phase: 'walk', users: 300 })).toBe(
      'Comparing linked people with their courses: 300 of 1,204 people',
    );
    expect(words({ phase: 'remove', removals: 412, removed: 100, spared: 2 })).toBe(
      'Taking what is no longer due: 102 of 412 removals',
    );
    expect(words({ phase: 'undo', undoes: 39, users: 7, usersTotal: 31 })).toBe(
      'Taking back what run 39 did: 7 of 31 people',
    );
  });

  it('says that it waits when nobody has answered for a while, and only then', () => {
    const waiting = (given: Parameters<typeof runningRun>[0], seconds: number) => {
      const run = runningRun({ phase: 'snapshot', membersRead: 0, ...given });
      return waitingSentence(run, run.startedAt + seconds);
    };
    expect(waiting({}, 30)).toContain('Nobody loses anything');
    expect([waiting({}, 5), waiting({ membersRead: 1 }, 30), waiting({ phase: 'walk' }, 30)]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('never stands beyond its end, however wrong the first count was', () => {
    expect(progressOf(runningRun({ membersRead: 100_020 }))).toMatchObject({ done: 100_020, total: 100_020 });
  });
});

describe('a run', () => {
  it('is called by what it is', () => {
    expect(runName(newRun())).toBe('Run 41');
    expect(runName(newRun({ dry: true }))).toBe('Dry run 41');
    expect(runName(newRun({ undoes: 39 }))).toBe('Run 41, undoing run 39');
  });

  it('has a word and a sentence of its own for each state', () => {
    const states = Object.keys(RUN_STATES) as (keyof typeof RUN_STATES)[];
    expect(new Set(states.map((state) => RUN_STATES[state].word)).size).toBe(states.length);
    expect(new Set(states.map((state) => outcomeSentence(newRun({ state })))).size).toBe(states.length);
  });

  it('tells how long it took, but not how long it waited for somebody', () => {
    const run = newRun({ startedAt: 100, finishedAt: 107 });
    expect(tookSeconds(run)).toBe(7);
    expect(tookSeconds({ ...run, decidedAt: 104 })).toBeNull();
    expect(tookSeconds({ ...run, finishedAt: null })).toBeNull();
  });

  it('calls the list of its people by what became of them', () => {
    expect(itemsTitle(newRun({ dry: true }))).toBe('What it would do');
    expect(itemsTitle(heldRun())).toBe('Who loses what');
    expect(itemsTitle(newRun({ state: 'rejected' }))).toBe('Who would have lost what');
    expect(itemsTitle(newRun())).toBe('Who lost what');
    expect(itemsTitle(newRun({ undoes: 39 }))).toBe('What is taken back');
  });

  it('names who began it', () => {
    expect(begunBy({ cause: 'manual', startedBy: 'Ada Admin' })).toBe('by Ada Admin');
    expect(begunBy({ cause: 'undo', startedBy: 'Ada Admin' })).toBe('as an undo by Ada Admin');
    expect(begunBy({ cause: 'manual', startedBy: null })).toBe('by hand');
    expect(begunBy({ cause: 'schedule', startedBy: null })).toBe('by schedule');
  });

  it.each(['incomplete', 'failed', 'superseded'] as const)('that ended %s tells which links went', (state) => {
    const ended = (given: Parameters<typeof newRun>[0]) => outcomeSentence(newRun({ state, ...given }));
    const links = '2 links of users whom the LMS no longer has went.';
    expect(ended({ unlinked: 2 })).toContain(`Nobody lost a course or a cohort by it. ${links}`);
    expect(ended({ unlinked: 2 })).not.toMatch(/nobody lost anything|nothing was changed/i);
    expect(ended({ unlinked: 2, unenrolled: 7, removed: 7 })).toContain(links);
  });

  it('that is superseded says that nobody lost anything only while that is so, and not that a later run must be why', () => {
    const superseded = (removed: number) =>
      outcomeSentence(newRun({ state: 'superseded', removals: 60, removed, unenrolled: removed }));
    expect(superseded(0)).toContain('Nobody lost anything by it.');
    expect(superseded(7)).toContain('What was taken by then stays taken');
    expect(superseded(7)).not.toMatch(/nobody lost|nothing was taken/i);
    expect(superseded(0)).toContain('or the licence is for another Discord server by now');
  });

  it('that only removed links was not without effect', () => {
    expect(outcomeSentence(newRun({ unlinked: 1 }))).toBe('Everything that was due was done.');
  });

  it('says that a dry run has changed nothing', () => {
    expect(outcomeSentence(newRun({ dry: true, enrolled: 3 }))).toContain('Nothing was changed');
    expect(outcomeSentence(newRun({ dry: true, state: 'incomplete' }))).toContain('so nothing was changed');
  });

  it.each(['incomplete', 'failed'] as const)(
    'that ended %s says that nobody lost anything only while that is so',
    (state) => {
      const begun = outcomeSentence(newRun({ state, unenrolled: 7, removed: 7 }));
      expect(begun).toContain('What was taken by then stays taken; nothing else was.');
      expect(begun).not.toContain('nobody lost');
      expect(outcomeSentence(newRun({ state, enrolled: 3, unenrolled: 0, removed: 0 }))).toMatch(
        /nobody lost anything/i,
      );
    },
  );

  it('says of its problems that nobody lost anything only where no link went', () => {
    expect(problemsLead({ unlinked: 0 })).toContain('Nobody lost anything');
    expect(problemsLead({ unlinked: 2 })).not.toContain('Nobody lost anything');
    expect(problemsLead({ unlinked: 2 })).toContain('2 links of users whom the LMS no longer has went');
  });

  it('is not said to be replaced by another where the licence was moved, nor a thing to be kept that another took', () => {
    expect(RUN_STATES.superseded.word).toBe('Superseded');
    expect(ITEM_STATES.spared.word).toBe('Left alone');
  });

  it('that failed before its first change says so, and only then', () => {
    const failed = (enrolled: number) =>
      outcomeSentence(newRun({ state: 'failed', enrolled, unenrolled: 0, removed: 0 }));
    expect(failed(0)).toContain('Nothing was changed');
    expect(failed(1)).not.toContain('Nothing was changed');
  });

  it('does not round a small share to nothing', () => {
    expect([share(1, 1000), share(0, 10), share(31, 100), share(5, 0)]).toEqual(['under 1 %', '0 %', '31 %', '–']);
  });
});

describe('the figures of a run', () => {
  const names = (run: Parameters<typeof totalsOf>[0]): string[] =>
    totalsOf(run, figuresOf(run)).map(({ name }) => name);

  it('say for a held run what waits, not what was taken', () => {
    expect(names(heldRun())).toContain('removals wait for you');
    expect(names(heldRun())).not.toContain('enrolments taken');
  });

  it('say for a dry run what would be', () => {
    const dry = newRun({ dry: true, removals: 4 });
    expect(totalsOf(dry, figuresOf(dry))).toEqual(
      expect.arrayContaining([
        { name: 'enrolments to give', value: '12' },
        { name: 'enrolments to take', value: '4' },
      ]),
    );
    expect(totalsOf(dry, undefined).map(({ name }) => name)).not.toContain('enrolments given');
  });

  it('leave out what never came up', () => {
    expect(names(newRun({ undoes: 39, membersRead: 0 }))).toEqual([
      'people of that run',
      'enrolments given',
      'enrolments taken',
      'errors',
    ]);
  });
});
