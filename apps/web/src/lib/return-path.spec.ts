import { HOME, safeReturnPath } from './return-path.js';

describe('the page to go to after signing in', () => {
  it.each([
    '/local/pulsetech_discord/link.php',
    '/local/pulsetech_discord/link.php?linked=1',
    '/admin/settings.php?section=local_pulsetech_discord#licence',
  ])('is %s when that was wanted', (path) => {
    expect(safeReturnPath(path)).toBe(path);
  });

  it.each([
    undefined,
    '',
    'my',
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '/\t/evil.example/',
    'javascript:alert(1)',
    '/login/index.php?returnto=/my/',
    '/auth/discord',
    '/api/v1/session',
  ])('is the dashboard for %p', (path) => {
    expect(safeReturnPath(path)).toBe(HOME);
  });

  it('cannot leave the site by climbing', () => {
    expect(safeReturnPath('/..//evil.example')).toMatch(/^\/[^/]/);
  });
});
