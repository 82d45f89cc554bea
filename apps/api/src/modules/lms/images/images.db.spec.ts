import { closeAfterAll } from '../../../../test/close-after.js';
import { SiteFixture } from '../../../../test/site.fixture.js';
import { courseImageUrl, userPictureUrl } from './image-addresses.js';

describe('pictures at the addresses that the web service tells', () => {
  let site: SiteFixture;
  let contextId: number;
  beforeAll(async () => {
    site = await SiteFixture.start();
    const course = await site.course('PIC1', 'Pictures');
    const [context] = await site.dataSource.query<{ id: number }[]>(
      'SELECT id FROM lms_context WHERE contextlevel = 50 AND instanceid = ?',
      [course.id],
    );
    contextId = context?.id ?? 0;
  }, 120_000);
  closeAfterAll(() => site);

  it.each(['f1', 'f2'] as const)('are those of people in size %s, kept for a year', async (size) => {
    const answer = await fetch(userPictureUrl(site.origin, size));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await answer.text()).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="(100|35)"/);
  });

  it('are those of courses, the same each time, in which nothing can run', async () => {
    const [one, two] = await Promise.all([1, 2].map(() => fetch(courseImageUrl(site.origin, contextId))));
    expect(one?.status).toBe(200);
    expect(one?.headers.get('content-security-policy')).toBe("default-src 'none'; style-src 'unsafe-inline'; sandbox");
    expect(one?.headers.get('x-content-type-options')).toBe('nosniff');
    expect(one?.headers.get('set-cookie')).toBeNull();
    const svg = await one?.text();
    expect(svg).toBe(await two?.text());
    expect(svg).not.toMatch(/script|href|on\w+=/i);
  });

  it('are still there under an older revision, but not kept for ever', async () => {
    const answer = await fetch(`${site.origin}/theme/image.php/boost/core/1700000000/u/f1`);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=86400']);
  });

  it.each([
    '/theme/image.php/boost/core/1/u/f3',
    '/theme/image.php/boost/core/x/u/f1',
    '/theme/image.php/classic/core/1/u/f1',
    '/pluginfile.php/1/course/generated/course.svg',
    '/pluginfile.php/999999/course/generated/course.svg',
    '/pluginfile.php/0x10/course/generated/course.svg',
    '/pluginfile.php/99999999999/course/generated/course.svg',
    '/pluginfile.php/9999999999/course/generated/course.svg',
    '/pluginfile.php/2/course/summary/x.png',
  ])('are not at %s', async (path) => {
    const answer = await fetch(`${site.origin}${path}`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('cache-control') ?? '').not.toContain('max-age=31536000');
  });
});
