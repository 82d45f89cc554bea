import type { LmsOutcome } from '../../lms/lms.port.js';
import { LinksRepository } from '../../linking/links.repository.js';
import { LmsError } from '../../lms/lms.errors.js';
import { GUILD } from '../../../../test/fake-billing.js';
import { closeAfterAll } from '../../../../test/close-after.js';
import { STUDENT, SyncFixture, type Linked } from '../../../../test/sync.fixture.js';
import { InterruptedSync } from '../jobs/interrupted-sync.service.js';

describe('an interrupted synchronisation', () => {
  let fixture: SyncFixture;
  beforeAll(async () => {
    fixture = await SyncFixture.start();
  }, 120_000);
  closeAfterAll(() => fixture);
  afterEach(() => jest.restoreAllMocks());

  const died = new Error('the process died');
  let role: string;
  let course: number;
  let person: Linked;
  beforeEach(async () => {
    [role, course] = [fixture.role(), await fixture.course()];
    await fixture.mapping({ discordRoleId: role, courseId: course });
    person = await fixture.linked();
  });
  /** The LMS does what it is asked, or nothing, and nobody hears of it. */
  const lose = (effect: boolean) => {
    const apply = fixture.lms.apply.bind(fixture.lms);
    return jest.spyOn(fixture.lms, 'apply').mockImplementationOnce(async (changes): Promise<LmsOutcome[]> => {
      if (effect) await apply(changes);
      throw died;
    });
  };

  it.each([true, false])('is completed, whether the LMS had given what was asked (%s)', async (effect) => {
    lose(effect);
    expect((await fixture.see(person, [role])).result).toMatchObject({ success: false, errors: 1, enrolled: 0 });
    expect(await fixture.ledger(person)).toContain(`role ${course}:${STUDENT} granted granting`);
    fixture.discordSays(person, [role]);
    await fixture.site.app.get(InterruptedSync).recover();
    expect(await fixture.ledger(person)).toEqual([
      `enrolment ${course}:0 granted active`,
      `role ${course}:${STUDENT} granted active`,
    ]);
    expect(await fixture.held(person)).toEqual([[course, [STUDENT]]]);
  });

  it.each([true, false])('takes back what is no longer due, whether it was given (%s)', async (effect) => {
    lose(effect);
    await fixture.see(person, [role]);
    expect((await fixture.see(person, [])).result.success).toBe(true);
    expect(await fixture.ledger(person)).toEqual([]);
    expect(await fixture.held(person)).toEqual([]);
  });

  it.each([true, false])('ends the sessions in the end, whether the course was left (%s)', async (effect) => {
    await fixture.see(person, [role]);
    lose(effect);
    expect((await fixture.see(person, [])).result).toMatchObject({ errors: 1, session_invalidated: false });
    expect((await fixture.see(person, [])).result).toMatchObject({ unenrolled: 1, session_invalidated: true });
    expect(await fixture.held(person)).toEqual([]);
  });

  it('is completed without taking what it had not begun to take', async () => {
    const [other, gained] = [fixture.role(), await fixture.course()];
    await fixture.mapping({ discordRoleId: other, courseId: gained });
    await fixture.see(person, [role]);
    fixture.site.clock.advanceSeconds(1);
    lose(true);
    const observation = fixture.member([other]);
    await fixture.sync.syncUser({
      guildId: GUILD,
      ...person,
      observation,
      cause: 'schedule',
      runId: 7,
      only: 'grants',
    });
    fixture.discordSays(person, [other]);
    fixture.site.clock.advanceSeconds(1);
    await fixture.site.app.get(InterruptedSync).recover();
    expect(await fixture.held(person)).toEqual([
      [course, [STUDENT]],
      [gained, [STUDENT]],
    ]);
    expect(await fixture.ledger(person)).not.toContainEqual(expect.stringContaining('granting'));
  });

  it('waits while nothing is known about the user', async () => {
    lose(true);
    await fixture.see(person, [role]);
    fixture.discordSays(person, 'unknown');
    await fixture.site.app.get(InterruptedSync).recover();
    expect(await fixture.ledger(person)).toContain(`role ${course}:${STUDENT} granted granting`);
  });

  it('of somebody who is no longer linked is taken back', async () => {
    lose(true);
    await fixture.see(person, [role]);
    await fixture.site.app.get(LinksRepository).remove(person.userId, person.discordId);
    await fixture.site.app.get(InterruptedSync).recover();
    expect(await fixture.ledger(person)).toEqual([]);
    expect(await fixture.held(person)).toEqual([]);
  });

  it('changes nothing while the LMS cannot be read', async () => {
    const unreadable = new LmsError('lms_unavailable', 'The LMS does not answer.');
    jest.spyOn(fixture.lms, 'readHoldings').mockRejectedValueOnce(unreadable);
    expect((await fixture.see(person, [role])).problems).toEqual([expect.stringContaining('The LMS does not answer.')]);
    expect(await fixture.ledger(person)).toEqual([]);
    expect((await fixture.see(person, [role])).result.enrolled).toBe(1);
  });
});
