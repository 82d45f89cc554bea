import type { WhyDto } from '@pulsetech/contracts';
import { closeAfterAll } from '../../../../test/close-after.js';
import { STUDENT, type SyncFixture, type Linked } from '../../../../test/sync.fixture.js';
import { WhySite } from '../../../../test/why-site.fixture.js';
import { SiteRepository } from '../../lms/embedded/site.repository.js';
import { LmsError } from '../../lms/lms.errors.js';
import { MappingsService } from '../../mappings/mappings.service.js';
import { insertRows } from '../ledger/sql.js';

describe('why somebody has a course, or not, where something is unknown, gone or not decided yet', () => {
  let site: WhySite;
  let fixture: SyncFixture;
  let role: string;
  let courseId: number;
  let mappingId: number;
  let person: Linked;

  beforeAll(async () => {
    site = await WhySite.start();
    ({ fixture } = site);
  }, 120_000);
  closeAfterAll(() => fixture);
  beforeEach(async () => {
    ({ role, courseId, mappingId, person } = await site.newCase());
  });

  const why = (userId = person.userId, course = courseId): Promise<WhyDto> => site.why(userId, course);
  const conclusion = async (): Promise<string> => (await why()).conclusion;
  const observe = async (what: Parameters<SyncFixture['discordSays']>[1]): Promise<void> => {
    fixture.discordSays(person, what);
    fixture.site.clock.advanceSeconds(60);
    await fixture.sync.observeAndSync({ userId: person.userId, cause: 'manual' });
  };

  it('is not wholly known while the LMS does not answer', async () => {
    await fixture.see(person, []);
    const silent = jest
      .spyOn(fixture.lms, 'readHoldings')
      .mockRejectedValue(new LmsError('lms_unavailable', 'The LMS does not answer.'));
    const { conclusion: said, enrolment } = await why();
    silent.mockRestore();
    expect(enrolment).toBe('unknown');
    expect(said).toMatch(
      /is missing; the LMS does not answer at the moment, so what was done there by hand is not known\.$/,
    );
  });

  it('is that somebody left the Discord server', async () => {
    await observe([role]);
    await observe('absent');
    expect(await why()).toMatchObject({
      conclusion: expect.stringContaining('because the person is not in the Discord server') as string,
      observation: { state: 'absent' },
      chains: [{ holdsDiscordRole: false, lastChange: { because: 'left_server' } }],
    });
  });

  it.each([
    ['pending', 'screening is not completed'],
    ['guest', 'guests of the Discord server get nothing'],
  ] as const)('is that somebody is no full member: %s', async (kind, words) => {
    fixture.site.billing.observations.set(person.discordId, (at) => ({
      ...{ kind: 'member', roles: [role], at },
      pending: kind === 'pending',
      guest: kind === 'guest',
    }));
    fixture.site.clock.advanceSeconds(60);
    await fixture.sync.observeAndSync({ userId: person.userId, cause: 'manual' });
    expect(await why()).toMatchObject({
      conclusion: expect.stringContaining(words) as string,
      chains: [{ holdsDiscordRole: true, next: expect.stringMatching(/^It is given when/) as string }],
    });
  });

  it('is not known while Discord does not answer, and nobody loses anything because of that', async () => {
    await observe('unknown');
    expect(await conclusion()).toContain('is not known, because Discord could not be read at the last try; ');
    await observe([role]);
    await observe('unknown');
    expect(await conclusion()).toMatch(
      /has “Advanced Topics” as Student because of .*; Discord could not be read at the last try \(last good look: .* UTC\), and nobody loses access because of that\.$/,
    );
  });

  it('is that nobody has looked yet, or that no account is linked', async () => {
    expect(await why()).toMatchObject({
      conclusion: expect.stringContaining('nobody has looked since the Discord account was linked') as string,
      observation: { state: 'never_checked', at: null },
      chains: [{ holdsDiscordRole: null }],
    });
    const stranger = await fixture.site.user();
    expect((await why(stranger.id)).conclusion).toContain(
      'because no Discord account is linked; the Discord role “Premium Member” would give it',
    );
  });

  it('is a mapping that is broken, and what runs will do about it', async () => {
    await fixture.see(person, [role]);
    fixture.site.billing.roles.delete(role);
    await site.seeRoles();
    await fixture.see(person, []);
    const { conclusion: said, chains } = await why();
    expect(said).toBe(
      `Per Son has “Advanced Topics” as Student, and keeps that until an admin has decided about a run, because the Discord role “Role ${role}” was deleted in Discord.`,
    );
    expect(chains[0]?.problems).toEqual([expect.stringContaining('The Discord role was deleted.')]);
    expect(chains[0]?.next).toMatch(
      /^It stays until an admin has decided about it, because .* was deleted in Discord; that is asked for with the next run, /,
    );
    const other = await fixture.linked();
    await fixture.see(other, []);
    expect((await why(other.userId)).conclusion).toContain(
      'Discord cannot give “Advanced Topics” at present: the Discord role was deleted.',
    );
    await fixture.site.settings({ brokenMappings: 'keep' });
    fixture.site.clock.advanceSeconds(10);
    expect((await why()).chains[0]?.next).toBe('It stays: people keep what a deleted Discord role gave them.');
  });

  it('is that the course is gone', async () => {
    await fixture.site.app.get(SiteRepository).deleteCourse(courseId);
    fixture.forget();
    expect(await why()).toMatchObject({
      course: null,
      conclusion: expect.stringContaining('no longer exists in the LMS') as string,
    });
  });

  it('is that the mapping was deleted, until the next synchronisation', async () => {
    await fixture.see(person, [role]);
    await fixture.site.app.get(MappingsService).remove(mappingId);
    const { conclusion: said, chains } = await why();
    expect(said).toContain(
      'which ends with the next synchronisation, because no Discord role is mapped to it any more.',
    );
    expect(chains).toMatchObject([
      {
        mappingId: null,
        discordRole: expect.any(String) as string,
        holdsDiscordRole: null,
        next: expect.stringMatching(/^Taken away with the next/) as string,
      },
    ]);
  });

  it('is that nobody mapped it', async () => {
    expect((await why(person.userId, await fixture.course('Free Course'))).conclusion).toBe(
      'No Discord role gives “Free Course”: it is in no role mapping.',
    );
  });

  it('is what somebody did in the LMS to what Discord gave', async () => {
    await fixture.see(person, [role]);
    await fixture.lms.apply([{ type: 'unenrol', userId: person.userId, courseId }]);
    expect(await conclusion()).toContain('somebody took it away in the LMS');
  });

  it('is a held run that wants to take it and waits for a decision', async () => {
    await fixture.see(person, [role]);
    const { manager: on } = fixture.site.dataSource;
    const now = fixture.site.clock.nowSeconds();
    await insertRows(
      on,
      'sync_runs',
      ['id', 'cause', 'state', 'timestarted'],
      [[900 + courseId, 'schedule', 'held', now]],
    );
    const columns = ['runid', 'userid', 'kind', 'targetid', 'roleid', 'action', 'mappingid', 'because', 'state'];
    await insertRows(on, 'sync_run_items', columns, [
      [900 + courseId, person.userId, 'role', courseId, STUDENT, 'revoke', mappingId, 'role_lost', 'waiting'],
    ]);
    await on.query("UPDATE sync_states SET roles = '[]' WHERE userid = ?", [person.userId]);
    const { conclusion: said, chains } = await why();
    expect(said).toBe(
      `Run ${900 + courseId} wants to take “Advanced Topics” from Per Son, because the Discord role “Premium Member” is not held any more, and waits for an admin to approve or reject it; until then it stays.`,
    );
    expect(chains[0]?.next).toContain('waits for an admin to decide');
    await fixture.see(person, [role]);
    expect(await conclusion()).toContain('because of the Discord role');
  });
});
