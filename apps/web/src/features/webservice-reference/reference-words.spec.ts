import type { WebserviceFieldDto } from '@pulsetech/contracts';
import { webserviceReference } from '../../../test/fake-reference.js';
import { anchorOf, fieldWords, firstCall, limitSentences } from './reference-words.js';

const field = (presence: WebserviceFieldDto['presence'], fallback: string | null = null): WebserviceFieldDto => ({
  path: 'x',
  type: 'int',
  presence,
  default: fallback,
  text: '',
});

describe('the words of the web service reference', () => {
  it('say of a parameter whether it must be sent, and what counts without it', () => {
    expect(fieldWords(field('required'), true)).toBe('int, required');
    expect(fieldWords(field('optional'), true)).toBe('int, optional');
    expect(fieldWords(field('default', '[]'), true)).toBe('int, optional: [] when absent');
  });

  it('say of a part of an answer only when it may be absent', () => {
    expect(fieldWords(field('required'), false)).toBe('int');
    expect(fieldWords(field('optional'), false)).toBe('int, may be absent');
  });

  it('name the limits that there are', () => {
    const limits = { tokenCallsPerMinute: 6000, addressCallsPerMinute: null, variables: 5000, bodyBytes: 1_048_576 };
    expect(limitSentences(limits)).toEqual([
      '6,000 calls a minute with one token.',
      '5,000 variables in the query and as many in the form, and 1,024 KiB of body. What is more is refused as a whole, never cut.',
    ]);
  });

  it('give each function a place that an address can name', () => {
    expect(anchorOf('core_user_get_users')).toBe('core-user-get-users');
  });
});

describe('the first call with a new token', () => {
  const { functions: described } = webserviceReference;
  const SYNC = 'local_pulsetech_discord_sync_user_roles';

  it('is one without required parameters where there is one', () => {
    expect(firstCall('abc$&', null, described)).toBe(
      'curl -X POST "https://school.example/webservice/rest/server.php" \\\n' +
        '  -d "wstoken=abc$&" \\\n' +
        '  -d "wsfunction=local_pulsetech_discord_forget" \\\n' +
        '  -d "moodlewsrestformat=json"',
    );
  });

  it('is one that the token may make', () => {
    expect(firstCall('abc', [SYNC], described)).toContain(`wsfunction=${SYNC}`);
    expect(firstCall('abc', ['core_gone'], described)).toBeNull();
  });
});
