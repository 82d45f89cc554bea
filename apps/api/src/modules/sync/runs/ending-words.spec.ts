import { earlyEnd, heldAgain, heldBy, stopped, undecided, type Losses } from './ending-words.js';

const NONE: Losses = { dry: false, undoes: null, took: false, unlinked: 0 };

describe('what is said of a run that ended early', () => {
  it('is that nobody lost anything only where that is so', () => {
    expect(earlyEnd(NONE)).toContain('Nobody lost anything by it. What was given stays');
    for (const losses of [
      { ...NONE, took: true },
      { ...NONE, unlinked: 1 },
      { ...NONE, took: true, unlinked: 2 },
    ])
      expect(earlyEnd(losses)).not.toContain('Nobody lost anything');
  });

  it('is that what was taken stays taken', () => {
    expect(earlyEnd({ ...NONE, took: true })).toContain('What was taken by then stays taken; nothing else was.');
    expect(stopped({ ...NONE, took: true })).toMatch(/^An admin stopped the run\. What was taken by then stays taken/);
  });

  it('names links that were removed', () => {
    expect(earlyEnd({ ...NONE, unlinked: 1 })).toContain('The link of 1 user whom the LMS no longer has was removed.');
    expect(earlyEnd({ ...NONE, took: true, unlinked: 2 })).toContain('The links of 2 users');
  });

  it('is that a dry run changed nothing, and of an undoing that it can be begun once more', () => {
    expect(earlyEnd({ ...NONE, dry: true })).toBe('It was a dry run, so nothing was changed.');
    expect(stopped({ ...NONE, undoes: 7, took: true })).toContain('What was put back by then stays so');
    expect(stopped({ ...NONE, undoes: 7, took: true })).not.toContain('next run');
  });

  it('is of a decision that came to nothing what was taken before', () => {
    expect(heldAgain({ took: false })).toBe('Nothing was taken by it.');
    expect(heldAgain({ took: true })).toContain('stays taken');
    expect(undecided('Rejected.', { took: false })).toBe('Rejected.');
    expect(undecided('Rejected.', { took: true })).toContain('stays taken');
  });
});

describe('why a run is held', () => {
  const [run, mapping, role] = [{ scope: 'run' }, { scope: 'mapping' }, { scope: 'broken_mapping' }] as const;

  it.each([
    ['the removal stop', [run, mapping], 'take more than the removal stop allows, so nothing'],
    ['a deleted Discord role alone', [role], 'take what a deleted Discord role gave, so nothing'],
    [
      'both',
      [mapping, role],
      'take more than the removal stop allows, and what a deleted Discord role gave, so nothing',
    ],
  ])('is %s', (_, stops, words) => {
    expect(heldBy(stops, false)).toContain(words);
    expect(heldBy(stops, false)).toContain('approve or reject');
    expect(heldBy(stops, true)).toMatch(/^A real run would be held here: it would take .*\.$/);
  });

  it('does not name the removal stop where nothing exceeds it', () => {
    for (const dry of [true, false]) expect(heldBy([role], dry)).not.toContain('removal stop');
  });
});
