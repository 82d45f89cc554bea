import type { WhyDto } from '@pulsetech/contracts';
import { closeAfterAll } from '../../../../test/close-after.js';
import type { SyncFixture, Linked } from '../../../../test/sync.fixture.js';
import { WhySite } from '../../../../test/why-site.fixture.js';

describe('why one has a course oneself, or not', () => {
  let site: WhySite;
  let fixture: SyncFixture;
  let role: string;
  let courseId: number;
  let person: Linked;

  beforeAll(async () => {
    site = await WhySite.start();
    ({ fixture } = site);
  }, 120_000);
  closeAfterAll(() => fixture);
  beforeEach(async () => {
    ({ role, courseId, person } = await site.newCase());
  });

  const own = async (of: Linked, course: number): Promise<Response> =>
    (await fixture.site.browserOf(of.user)).get(`/api/v1/link/why?courseId=${course}`);

  it('is told to oneself, in words of one’s own', async () => {
    await fixture.see(person, [role]);
    expect((await (await own(person, courseId)).json()) as WhyDto).toMatchObject({
      userId: person.userId,
      conclusion: 'You have “Advanced Topics” as Student because of the Discord role “Premium Member”.',
    });
    await fixture.see(person, []);
    expect(((await (await own(person, courseId)).json()) as WhyDto).conclusion).toBe(
      'You do not have “Advanced Topics” because the Discord role “Premium Member” is missing.',
    );
  });

  it('tells nothing of anybody else, nor what only admins may see', async () => {
    const response = await (
      await fixture.site.browserOf(person.user)
    ).get(`/api/v1/link/why?courseId=${courseId}&userId=1`);
    expect(response.status).toBe(400);
    const learner = await fixture.site.browserOf(person.user);
    expect((await learner.get(`/api/v1/sync/why?courseId=${courseId}&userId=${person.userId}`)).status).toBe(403);
    expect((await fixture.site.browser().get(`/api/v1/link/why?courseId=${courseId}`)).status).toBe(401);
    fixture.site.billing.roles.delete(role);
    await site.seeRoles();
    const { chains } = (await (await own(person, courseId)).json()) as WhyDto;
    expect(chains[0]?.problems).toEqual(['The Discord role for it was deleted. The site team can see this.']);
  });

  it('does not tell the names of courses that are none of one’s business', async () => {
    const secret = await fixture.course('Secret Project');
    for (const course of [secret, 424_242]) {
      const dto = (await (await own(person, course)).json()) as WhyDto;
      expect([dto.course, dto.conclusion, dto.chains]).toEqual([null, 'No Discord role gives this course.', []]);
    }
  });
});
