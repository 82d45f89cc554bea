import { figuresOf, heldRun, newRun, runningRun } from '../../../test/fake-runs.js';
import { runOfEvent } from './api/run-of-event.js';
import { barParts } from './bar-parts.js';
import { figureRows } from './figure-rows.js';
import { hasItems, itemObject, itemsQuery } from './item-filter.js';
import { approveLabel, limitSentence, lossSentence, peopleConcerned, stopSentence, toldStops } from './stop-words.js';

describe('a run that waits for a decision', () => {
  const [whole, broken, creators] = heldRun().stops;

  it('says which limits it exceeds, in all and by each mapping', () => {
    expect(whole && stopSentence(whole)).toBe(
      'In all it would take 412 enrolments and cohort memberships from 398 people: 31 % of the 1,329 that the site has given.',
    );
    expect(broken && stopSentence(broken)).toBe(
      'Premium Member → Advanced Topics (Student): the Discord role was deleted, and 391 people would lose 397 of 438.',
    );
    expect(creators && stopSentence(creators)).toContain('15 from 15 people, 100 % of 15');
    expect(peopleConcerned(heldRun())).toBe(398);
    expect(peopleConcerned({ stops: [] })).toBeNull();
    expect(approveLabel(heldRun())).toBe('Take 412 enrolments and memberships from 398 people');
    expect(approveLabel({ removals: 1, stops: [] })).toBe('Take 1 enrolment or membership');
  });

  it('tells what a deleted role takes once, though it is over the limit of its mapping as well', () => {
    const twice = [...(broken ? [{ ...broken, scope: 'mapping' as const }] : []), ...heldRun().stops];
    expect(toldStops(twice)).toEqual(heldRun().stops);
    const [row] = figureRows(figuresOf(heldRun()).mappings, twice);
    expect(row?.stop?.scope).toBe('broken_mapping');
  });

  it('names the limits of the settings', () => {
    expect(limitSentence({ removalStopCount: 20, removalStopShare: 10 })).toContain('more than 20 and more than 10 %');
  });

  it('says what losing something means, by the policy', () => {
    expect(lossSentence('unenrol')).toContain('unenrolled');
    expect(lossSentence('suspend')).toContain('grades, groups and submissions stay');
    expect(lossSentence(undefined)).toContain('access ends');
  });

  it('shows the mapping that loses most first, with the limit that it exceeds', () => {
    const rows = figureRows(figuresOf(heldRun()).mappings, heldRun().stops);
    expect(rows.map(({ toTake, stop }) => [toTake, stop?.scope])).toEqual([
      [397, 'broken_mapping'],
      [15, 'mapping'],
      [0, undefined],
    ]);
  });
});

describe('the people of a run', () => {
  it('are listed where something was collected or planned', () => {
    expect([
      hasItems(runningRun({ phase: 'walk', removals: 3 })),
      hasItems(runningRun({ phase: 'remove', removals: 3 })),
    ]).toEqual([false, true]);
    expect([hasItems(heldRun()), hasItems(newRun({ dry: true })), hasItems(newRun())]).toEqual([true, true, false]);
  });

  it('are asked for page by page, by what was typed', () => {
    expect(itemsQuery({ search: ' anna ', state: '' }, null)).toBe('?search=anna&limit=50');
    expect(itemsQuery({ state: 'failed' }, '124-role')).toBe('?state=failed&after=124-role&limit=50');
  });

  it('lose a course with its role, or a cohort', () => {
    expect(itemObject({ kind: 'role', target: 'Advanced Topics', role: 'Student' })).toBe('Advanced Topics · Student');
    expect(itemObject({ kind: 'cohort', target: 'Students 2025', role: null })).toBe('cohort Students 2025');
  });
});

describe('an event of a run', () => {
  it('brings the run, and nothing of another one or half of it', () => {
    const run = heldRun();
    expect(runOfEvent(JSON.stringify(run), run.id)).toEqual(run);
    expect(runOfEvent(JSON.stringify(run), 7)).toBeNull();
    expect(runOfEvent('{"id":45,"sta', 45)).toBeNull();
    expect(runOfEvent('null', 45)).toBeNull();
  });
});

describe('the bar of a run', () => {
  it('is in proportion to the longest, and never hides what is there', () => {
    expect(barParts(50, 50, 100)).toEqual({ givenWidth: 50, takenWidth: 50 });
    expect(barParts(1, 0, 100_000)).toEqual({ givenWidth: 1.5, takenWidth: 0 });
    expect(barParts(0, 0, 0)).toEqual({ givenWidth: 0, takenWidth: 0 });
    expect(barParts(100_000, 1, 100_001).givenWidth).toBeLessThan(100);
  });
});
