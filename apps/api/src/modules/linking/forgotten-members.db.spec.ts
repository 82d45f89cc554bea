import { closeAfterAll } from '../../../test/close-after.js';
import { SyncFixture, type Linked } from '../../../test/sync.fixture.js';
import { Jobs, type JobCounts } from '../../platform/queue/jobs.js';
import { DeletedUsers } from '../sync/user/deleted-users.js';
import { ForgottenMembers } from './forgotten-members.js';
import { LinkingService } from './linking.service.js';
import { LinksRepository } from './links.repository.js';

describe('Discord accounts that nobody is linked to any more', () => {
  let fixture: SyncFixture;
  beforeAll(async () => {
    fixture = await SyncFixture.start();
  }, 120_000);
  closeAfterAll(() => fixture);
  beforeEach(() => {
    fixture.site.billing.forgotten.length = 0;
    fixture.site.billing.fault = 'none';
  });

  const members = (): ForgottenMembers => fixture.site.app.get(ForgottenMembers);
  const unlinkRow = ({ userId, discordId }: Linked) => fixture.site.app.get(LinksRepository).remove(userId, discordId);
  const jobs = (): Promise<JobCounts> => fixture.site.app.get(Jobs).counts('forget-member');

  it('are noted to be told of when somebody unlinks, and when somebody was deleted', async () => {
    const [leaver, gone] = [await fixture.linked(), await fixture.linked()];
    const before = (await jobs()).delayed;
    await fixture.site.app.get(LinkingService).unlink(leaver.userId);
    await fixture.site.deleteUser(gone.user);
    await fixture.site.app.get(DeletedUsers).forget(gone);
    expect((await jobs()).delayed).toBe(before + 2);
  });

  it('are told to the billing server with one question for many', async () => {
    const people = [await fixture.linked(), await fixture.linked(), await fixture.linked()];
    for (const person of people) await unlinkRow(person);
    await Promise.all(people.map(({ discordId }) => members().carryOut(discordId)));
    expect(fixture.site.billing.forgotten.flat().sort()).toEqual(people.map(({ discordId }) => discordId).sort());
    expect(fixture.site.billing.forgotten.length).toBeLessThan(3);
  });

  it('are not forgotten when they were linked again meanwhile', async () => {
    const { discordId } = await fixture.linked();
    await members().carryOut(discordId);
    expect(fixture.site.billing.forgotten).toEqual([]);
  });

  it('are told of later when the billing server does not answer', async () => {
    const person = await fixture.linked();
    await unlinkRow(person);
    fixture.site.billing.fault = 'down';
    await expect(members().carryOut(person.discordId)).rejects.toThrow('billing_unreachable');
    fixture.site.billing.fault = 'none';
    await members().carryOut(person.discordId);
    expect(fixture.site.billing.forgotten).toEqual([[person.discordId]]);
  });
});
