import { closeAfterEach } from '../../../../test/close-after.js';
import { RunFixture } from '../../../../test/run.fixture.js';
import { LinksRepository } from '../../linking/links.repository.js';

const LONG = 120_000;

describe('a run to which the LMS does not show everybody', () => {
  let runs: RunFixture;
  const start = async (holders: number): Promise<void> => {
    runs = await RunFixture.start(holders);
    await runs.run();
  };
  afterEach(() => jest.restoreAllMocks());
  closeAfterEach(() => runs);

  const linked = (): Promise<number> => runs.sync.site.app.get(LinksRepository).count();
  /** The LMS leaves these out of every answer, or only of answers about more than one user. */
  const hide = (who: readonly number[], when: 'always' | 'among_others' = 'always'): void => {
    const { lms } = runs.sync;
    const find = lms.findUsersByIds.bind(lms);
    const hidden = new Set(who.map((n) => runs.person(n).userId));
    jest
      .spyOn(lms, 'findUsersByIds')
      .mockImplementation((ids) =>
        find(ids.filter((id) => !hidden.has(id) || (when !== 'always' && ids.length === 1))),
      );
  };

  it(
    'takes nobody for deleted when half of them are missing from its answers, and ends incomplete',
    async () => {
      await start(6);
      hide([0, 1, 2]);
      runs.says([3], []);
      const run = await runs.run();
      expect(run).toMatchObject({ state: 'incomplete', unenrolled: 0 });
      expect(run.reason).toContain('does not show 3 of 6 linked users');
      expect(await linked()).toBe(6);
      jest.restoreAllMocks();
      runs.says([0], []);
      expect(await runs.run()).toMatchObject({ state: 'completed', users: 6, unenrolled: 2 });
      expect(await runs.courses()).toEqual([0, 1, 1, 0, 1, 1]);
    },
    LONG,
  );

  it(
    'asks for each of a few alone before the link goes, and lists whom it showed only then',
    async () => {
      await start(5);
      hide([0, 1], 'among_others');
      const run = await runs.run();
      expect(run).toMatchObject({ state: 'completed_with_errors', errors: 2 });
      expect(await runs.problems(run.id)).toEqual(Array(2).fill(expect.stringContaining('did not show this user')));
      expect(await linked()).toBe(5);
    },
    LONG,
  );

  it(
    'keeps the link of the only one of a page whom it shows when asked once more',
    async () => {
      await start(1);
      jest.spyOn(runs.sync.lms, 'findUsersByIds').mockResolvedValueOnce([]).mockResolvedValueOnce([]);
      expect(await runs.run()).toMatchObject({ state: 'completed_with_errors' });
      expect(await linked()).toBe(1);
    },
    LONG,
  );

  it(
    'removes the links of a few who are gone, lists each, and goes on with the others',
    async () => {
      await start(5);
      for (const n of [0, 1]) await runs.sync.site.deleteUser(runs.person(n).user);
      runs.says([2], []);
      const run = await runs.run();
      expect(run).toMatchObject({ state: 'completed_with_errors', errors: 2, users: 3, unenrolled: 1 });
      expect(await runs.problems(run.id)).toEqual(
        Array(2).fill(expect.stringContaining('no longer exists in the LMS')),
      );
      expect(await linked()).toBe(3);
      const grants = await runs.sync.site.dataSource.query<unknown[]>(
        'SELECT userid FROM sync_grants WHERE userid = ?',
        [runs.person(0).userId],
      );
      expect(grants).toEqual([]);
    },
    LONG,
  );

  it(
    'removes no link when it is dry',
    async () => {
      await start(2);
      await runs.sync.site.deleteUser(runs.person(0).user);
      expect(await runs.run({ dry: true })).toMatchObject({ state: 'completed', users: 1 });
      expect(await linked()).toBe(2);
    },
    LONG,
  );
});
