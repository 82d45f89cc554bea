import type { RunDto } from '@pulsetech/contracts';
import { runIdOf } from './run-id.js';
import { exitCodeOf, lineOf, summaryOf } from './run-text.js';

const RUN: RunDto = {
  id: 7,
  cause: 'cli',
  state: 'completed',
  phase: null,
  dry: false,
  undoes: null,
  undoable: true,
  reason: null,
  membersRead: 10,
  membersTotal: 10,
  users: 8,
  usersTotal: 8,
  enrolled: 3,
  unenrolled: 1,
  errors: 0,
  removals: 0,
  removed: 0,
  spared: 0,
  unlinked: 0,
  stops: [],
  decidedBy: null,
  decidedAt: null,
  startedBy: null,
  startedAt: 1_700_000_000,
  finishedAt: 1_700_000_004,
};

describe('what the command line says of a run', () => {
  it('is a summary with its figures', () => {
    expect(summaryOf(RUN)).toBe(
      'Run 7: completed, after 4 s\n  users       8\n  enrolled    3\n  unenrolled  1\n  errors      0\n',
    );
  });

  it('tells of a held run what stopped it, and what to do', () => {
    const stop = { scope: 'run', mappingId: null, label: '', removals: 40, people: 38, active: 100 } as const;
    const text = summaryOf({ ...RUN, state: 'held', reason: 'It would take too much.', removals: 40, stops: [stop] });
    expect(text).toContain('  removals    40 collected, 0 done, 0 spared\n');
    expect(text).toContain('  the whole run: 40 of 100, 38 people\n');
    expect(text).toContain('run:approve 7, or run:reject 7');
  });

  it('tells dry runs and undoings from others', () => {
    expect(summaryOf({ ...RUN, dry: true })).toContain('Run 7 (dry): completed');
    expect(summaryOf({ ...RUN, undoes: 5 })).toContain('Run 7 (undoes run 5): completed');
    expect(summaryOf({ ...RUN, state: 'running', phase: 'walk', finishedAt: null })).toContain(
      'Run 7: running (walk)\n',
    );
    expect(lineOf({ ...RUN, dry: true })).toContain('2023-11-14T22:13:20.000Z  dry ');
  });

  it('names who began it by hand, and links that it removed', () => {
    expect(summaryOf(RUN)).not.toMatch(/begun by|unlinked/);
    const text = summaryOf({ ...RUN, startedBy: 'Ada Min', unlinked: 2 });
    expect(text).toContain('  begun by    Ada Min\n');
    expect(text).toContain('  unlinked    2, whom the LMS no longer has\n');
  });

  it('ends with 0 only when the run was completed, and with 3 when it is held', () => {
    expect(exitCodeOf({ state: 'completed' })).toBe(0);
    expect(exitCodeOf({ state: 'held' })).toBe(3);
    for (const state of ['completed_with_errors', 'incomplete', 'failed', 'stopped'] as const)
      expect(exitCodeOf({ state })).toBe(1);
  });

  it('asks for a number where something else was typed', () => {
    expect(runIdOf('12')).toBe(12);
    for (const text of [undefined, '', 'last', '1.5', '-1']) expect(() => runIdOf(text)).toThrow('by its number');
  });
});
