import { closeAfterAll } from '../../../test/close-after.js';
import { SiteFixture } from '../../../test/site.fixture.js';
import { UsersRepository } from '../lms/embedded/users.repository.js';

describe('noting that somebody is here', () => {
  let site: SiteFixture;
  beforeAll(async () => {
    site = await SiteFixture.start();
  }, 120_000);
  closeAfterAll(() => site);

  it('neither fails nor holds up a sign-in and what is asked for after it', async () => {
    const note = jest.spyOn(site.app.get(UsersRepository), 'noteAccess');
    let fail = (): void => undefined;
    note.mockImplementation(
      () =>
        new Promise((_, reject) => {
          fail = () => {
            reject(new Error('disk full'));
          };
        }),
    );
    const page = await site.browserOf(await site.user({ username: 'ada' }));
    expect((await page.get('/api/v1/session')).status).toBe(200);
    expect(note).toHaveBeenCalledTimes(1);
    fail();
    site.clock.advanceSeconds(60);
    note.mockRejectedValue(new Error('disk full'));
    expect((await page.get('/api/v1/session')).status).toBe(200);
    expect(note).toHaveBeenCalledTimes(2);
    note.mockRestore();
  });
});
