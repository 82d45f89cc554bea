import { closeAfterAll } from '../../../../test/close-after.js';
import { STUDENT, SyncFixture } from '../../../../test/sync.fixture.js';
import { Leases } from '../../../platform/locks/leases.js';

describe('changes of the embedded LMS that are made under leases', () => {
  let fixture: SyncFixture;

  beforeAll(async () => {
    fixture = await SyncFixture.start();
  }, 120_000);
  closeAfterAll(() => fixture);

  it('are not made for users whose lease somebody else has by now, though its holder cannot know that yet', async () => {
    const leases = fixture.site.app.get(Leases);
    const course = await fixture.course('Advanced Topics');
    const [overtaken, other] = [await fixture.linked(), await fixture.linked()];
    const options = { ttlMs: 60_000, waitMs: 0 };
    const held = await Promise.all([overtaken, other].map(({ userId }) => leases.acquire(`user:${userId}`, options)));
    const [lost, kept] = held;
    if (!lost || !kept) throw new Error('Nobody else has these leases.');
    await fixture.site.dataSource.query("UPDATE locks SET owner = 'another' WHERE owner = ?", [lost.owner]);
    expect(lost.isHeld()).toBe(true);
    const enrol = ({ userId }: { userId: number }) =>
      ({ type: 'enrol', userId, courseId: course, roleId: STUDENT }) as const;
    const outcomes = await fixture.lms.apply(
      [enrol(overtaken), enrol(other), { type: 'unenrol', userId: overtaken.userId, courseId: course }],
      new Map([
        [overtaken.userId, lost],
        [other.userId, kept],
      ]),
    );
    expect(outcomes).toMatchObject([
      { applied: 'no', code: 'lease_lost' },
      { applied: 'yes' },
      { applied: 'no', code: 'lease_lost' },
    ]);
    expect(await fixture.held(overtaken)).toEqual([]);
    expect(await fixture.held(other)).toEqual([[course, [STUDENT]]]);
    await Promise.all([lost.release(), kept.release()]);
  });
});
