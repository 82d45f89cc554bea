import { curlExample, endOfDay } from './token-words.js';

describe('the day on which a token ends', () => {
  it('counts to its last second where the reader is', () => {
    expect(endOfDay('2027-01-31')).toBe(new Date(2027, 0, 31, 23, 59, 59).getTime() / 1000);
  });

  it.each(['', 'tomorrow', '2027-13-01', '2027-1-1'])('is none with %j', (day) => {
    expect(endOfDay(day)).toBeNull();
  });
});

describe('the example with a new token', () => {
  const example = (functions: readonly string[] | null) => curlExample('https://lms.example', 'abc', functions);

  it('calls this site with it', () => {
    expect(example(null)).toBe(
      'curl -X POST "https://lms.example/webservice/rest/server.php" \\\n' +
        '  -d "wstoken=abc" \\\n' +
        '  -d "wsfunction=local_pulsetech_discord_get_role_mappings" \\\n' +
        '  -d "moodlewsrestformat=json"',
    );
  });

  it('calls what the token may call, without parameters where that is possible', () => {
    expect(example(['core_x', 'core_webservice_get_site_info'])).toContain('wsfunction=core_webservice_get_site_info');
    expect(example(['core_x'])).toContain('wsfunction=core_x');
  });
});
