import { closeAfterEach } from '../../../../test/close-after.js';
import { GUILD } from '../../../../test/fake-billing.js';
import { RunFixture } from '../../../../test/run.fixture.js';
import type { Linked } from '../../../../test/sync.fixture.js';
import { FUNCTIONS_OF_BILLING } from '../token-for-billing.service.js';
import { TokensService } from '../tokens.service.js';

const PEOPLE = 20;
const ALL = Array.from({ length: PEOPLE }, (_, n) => n);

describe('Pushes after a Discord role was deleted', () => {
  let runs: RunFixture;
  let token: string;

  beforeEach(async () => {
    runs = await RunFixture.start(PEOPLE);
    const { site } = runs.sync;
    await site.settings({ removalStopCount: 2, removalStopShare: 30, brokenMappings: 'hold' });
    await runs.run();
    const owner = await site.manager();
    const wanted = { kind: 'billing', functions: FUNCTIONS_OF_BILLING } as const;
    ({ token } = await site.app.get(TokensService).create('Billing server', owner.id, wanted));
  }, 120_000);
  closeAfterEach(() => runs);

  const push = async ({ discordId }: Linked, more: Readonly<Record<string, string>> = {}): Promise<unknown> => {
    const form = new URLSearchParams({
      wstoken: token,
      wsfunction: 'local_pulsetech_discord_sync_user_roles',
      moodlewsrestformat: 'json',
      discord_id: discordId,
      guild_id: GUILD,
      age_ms: '40',
      ...more,
    });
    const address = `${runs.sync.site.origin}/webservice/rest/server.php`;
    return (await fetch(address, { method: 'POST', body: form })).json();
  };
  /** Discord takes the role from everybody at once, and the bot tells of everybody. */
  const deleteRole = (): void => {
    runs.billing.roles.delete(runs.role);
    runs.says(ALL, []);
    runs.sync.site.clock.advanceSeconds(1);
  };
  const pushAll = (): Promise<unknown[]> => Promise.all(runs.people.map((person) => push(person)));
  const everybody = ALL.map(() => 1);
  const nobody = ALL.map(() => 0);

  it('take nothing from anybody, however many come at once, and the next run is held for all', async () => {
    deleteRole();
    for (const answer of await pushAll()) expect(answer).toMatchObject({ success: true, unenrolled: 0, errors: 0 });
    expect(await runs.courses()).toEqual(everybody);
    expect(await runs.run()).toMatchObject({ state: 'held', removals: PEOPLE, unenrolled: 0 });
    await pushAll();
    expect(await runs.courses()).toEqual(everybody);
  });

  it('take nothing either where nobody can say whether the role still exists, and are tried again', async () => {
    deleteRole();
    runs.billing.fault = 'down';
    for (const answer of await pushAll()) expect(answer).toMatchObject({ success: false, unenrolled: 0, errors: 1 });
    expect(await runs.courses()).toEqual(everybody);
  });

  it('take from those who left the Discord server', async () => {
    deleteRole();
    expect(await push(runs.person(0), { member_state: 'absent' })).toMatchObject({ success: true, unenrolled: 1 });
    expect(await runs.courses()).toEqual([0, ...everybody.slice(1)]);
  });

  it('take from each who lost a role that is there', async () => {
    runs.says(ALL, []);
    runs.sync.site.clock.advanceSeconds(1);
    for (const answer of await pushAll()) expect(answer).toMatchObject({ success: true, unenrolled: 1 });
    expect(await runs.courses()).toEqual(nobody);
  });
});
