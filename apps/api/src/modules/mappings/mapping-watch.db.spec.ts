import { Logger } from '@nestjs/common';
import { closeAfterAll } from '../../../test/close-after.js';
import { SyncFixture } from '../../../test/sync.fixture.js';
import { SiteRepository } from '../lms/embedded/site.repository.js';
import { MappingWatch } from './mapping-watch.js';

describe('the look at the mappings', () => {
  let fixture: SyncFixture;
  let told: string[];

  beforeAll(async () => {
    fixture = await SyncFixture.start();
    for (const level of ['log', 'warn'] as const) {
      jest.spyOn(Logger.prototype, level).mockImplementation((...[line]: unknown[]) => {
        told.push(String(line));
      });
    }
  }, 120_000);
  closeAfterAll(() => fixture);
  afterAll(() => jest.restoreAllMocks());
  beforeEach(() => (told = []));

  const look = async (): Promise<string[]> => {
    told = [];
    fixture.site.clock.advanceSeconds(120);
    fixture.forget();
    await fixture.site.app.get(MappingWatch).look();
    return told.filter((line) => line.startsWith('Mapping'));
  };

  it('tells once that one broke, with what to do, and once that it is whole again', async () => {
    const role = fixture.role();
    const mapping = await fixture.mapping({ discordRoleId: role, courseId: await fixture.course() });
    expect(await look()).toEqual([]);
    fixture.site.billing.roles.delete(role);
    expect(await look()).toEqual([
      expect.stringMatching(
        new RegExp(`^Mapping ${mapping} .* is broken\\. The Discord role was deleted\\. .*delete this`),
      ),
    ]);
    expect(await look()).toEqual([]);
    fixture.site.billing.roles.set(role, 'Here again');
    expect(await look()).toEqual([expect.stringMatching(new RegExp(`^Mapping ${mapping} .* is whole again$`))]);
    expect(await look()).toEqual([]);
  });

  it('says nothing new of Discord roles while they cannot be read, but of courses', async () => {
    const [role, courseId] = [fixture.role(), await fixture.course()];
    await fixture.mapping({ discordRoleId: role, courseId });
    fixture.site.billing.roles.delete(role);
    await look();
    fixture.site.billing.fault = 'down';
    expect(await look()).toEqual([]);
    await fixture.site.app.get(SiteRepository).deleteCourse(courseId);
    expect(await look()).toEqual([expect.stringContaining('The course no longer exists')]);
    fixture.site.billing.fault = 'none';
    expect(await look()).toEqual([]);
  });

  it('tells it once, also when several processes look at the same time', async () => {
    await fixture.mapping({ discordRoleId: fixture.role(), courseId: 424_242 });
    fixture.site.clock.advanceSeconds(120);
    fixture.forget();
    told = [];
    const watch = fixture.site.app.get(MappingWatch);
    await Promise.all([watch.look(), watch.look(), watch.look()]);
    expect(told.filter((line) => line.includes('course 424242'))).toHaveLength(1);
  });
});
