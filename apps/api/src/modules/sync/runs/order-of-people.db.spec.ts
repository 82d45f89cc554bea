import { closeAfterEach } from '../../../../test/close-after.js';
import { RunFixture } from '../../../../test/run.fixture.js';
import { RunPeopleRepository } from './phases/run-people.repository.js';

const PAGE = 2;

describe('the order in which a run comes to people', () => {
  let runs: RunFixture;

  beforeEach(async () => {
    runs = await RunFixture.start(5);
  }, 120_000);
  closeAfterEach(() => runs);
  afterEach(() => jest.restoreAllMocks());

  it.each([
    ['their users', 300_000, 'pageAfterUser'],
    ['members where the guild is very large', 300_001, 'pageAfterMember'],
    ['members where nobody knows how large the guild is', null, 'pageAfterMember'],
  ] as const)('is that of %s, and everybody is met', async (_whose, size, method) => {
    const people = runs.sync.site.app.get(RunPeopleRepository);
    const [byUser, byMember] = [people.pageAfterUser.bind(people), people.pageAfterMember.bind(people)];
    const users = jest
      .spyOn(people, 'pageAfterUser')
      .mockImplementation((after, _, guild) => byUser(after, PAGE, guild));
    const members = jest
      .spyOn(people, 'pageAfterMember')
      .mockImplementation((after, _, guild) => byMember(after, PAGE, guild));
    const [asked, other] = method === 'pageAfterUser' ? [users, members] : [members, users];
    runs.billing.guildSize = size;
    expect(await runs.run()).toMatchObject({ state: 'completed', users: 5, enrolled: 5 });
    expect(asked).toHaveBeenCalledTimes(4);
    runs.says([0, 2, 4], []);
    expect(await runs.run()).toMatchObject({ state: 'completed', users: 5, unenrolled: 3 });
    expect(await runs.courses()).toEqual([0, 1, 0, 1, 0]);
    expect(other).not.toHaveBeenCalled();
  });
});
