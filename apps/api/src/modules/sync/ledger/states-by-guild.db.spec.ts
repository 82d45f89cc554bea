import { closeAfterAll } from '../../../../test/close-after.js';
import { GUILD } from '../../../../test/fake-billing.js';
import { STUDENT, SyncFixture, type Linked } from '../../../../test/sync.fixture.js';
import { LicenseService } from '../../license/license.service.js';
import { SyncRecorder } from '../user/sync-recorder.js';
import type { SyncOutcome } from '../user/sync.types.js';
import { StatesRepository } from './states.repository.js';

const OTHER = '900000000000000002';

describe('what was seen of somebody in two Discord servers', () => {
  let fixture: SyncFixture;
  let person: Linked;
  let role: string;
  let course: number;

  beforeAll(async () => {
    fixture = await SyncFixture.start();
  }, 120_000);
  closeAfterAll(() => fixture);
  beforeEach(async () => {
    [person, role, course] = [await fixture.linked(), fixture.role(), await fixture.course()];
    await fixture.mapping({ discordRoleId: role, courseId: course });
    await moveTo(GUILD);
  });

  const states = (): StatesRepository => fixture.site.app.get(StatesRepository);
  const moveTo = async (guildId: string): Promise<void> => {
    fixture.site.billing.guildId = guildId;
    await fixture.site.app.get(LicenseService).verify();
  };
  const see = ({ userId, discordId }: Linked, guildId: string, roles: readonly string[], at?: number) =>
    fixture.sync.syncUser({
      ...{ userId, discordId, guildId, cause: 'webservice' as const },
      observation: fixture.member(roles, at),
    });
  const skipped = ({ skipped: why, result }: SyncOutcome) => [why, result.success];

  it('is kept apart, and neither is older or newer than the other', async () => {
    const now = fixture.site.clock.nowMs();
    await see(person, GUILD, [role], now);
    await moveTo(OTHER);
    expect(skipped(await see(person, OTHER, [], now - 5000))).toEqual([null, true]);
    expect(await states().of(person.userId, GUILD)).toMatchObject({ observedAt: now, roles: [role] });
    expect(await states().of(person.userId, OTHER)).toMatchObject({ observedAt: now - 5000, roles: [] });
    expect(skipped(await see(person, OTHER, [role], now - 6000))).toEqual(['older', true]);
  });

  it('is known again when the licence comes back, and still newer than what is older', async () => {
    const now = fixture.site.clock.nowMs();
    await see(person, GUILD, [role], now);
    await moveTo(OTHER);
    await moveTo(GUILD);
    expect(skipped(await see(person, GUILD, [], now - 1))).toEqual(['older', true]);
    expect(await fixture.held(person)).toEqual([[course, [STUDENT]]]);
  });

  it('says nothing about the other server when it could not be read in one', async () => {
    await see(person, GUILD, [role]);
    const { userId, discordId } = person;
    await fixture.site.app.get(SyncRecorder).unknown({ userId, discordId, guildId: OTHER }, 'guild_unreadable');
    expect(await states().of(userId, GUILD)).toMatchObject({ observation: 'member', roles: [role] });
    expect(await states().of(userId, OTHER)).toMatchObject({ observation: 'unknown', observedAt: 0 });
  });

  it('is refused where the licence is not for that server, and stored for none', async () => {
    expect(skipped(await see(person, OTHER, [role]))).toEqual(['refused', false]);
    expect(await states().of(person.userId, OTHER)).toBeNull();
  });

  it('goes in all servers with the person', async () => {
    await see(person, GUILD, [role]);
    await moveTo(OTHER);
    await see(person, OTHER, []);
    await fixture.site.app.get(SyncRecorder).forget(person.userId);
    for (const guildId of [GUILD, OTHER]) expect(await states().of(person.userId, guildId)).toBeNull();
  });
});
