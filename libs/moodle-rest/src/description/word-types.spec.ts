import { WORD_UNCHANGED, type WordType } from './word-types.js';

describe('words of a fixed shape', () => {
  const cases: readonly (readonly [WordType, readonly string[], readonly string[]])[] = [
    ['username', ['jsmith', 'j.smith-1_@example.com'], ['JSmith', 'j smith', 'zoë']],
    ['auth', ['', 'manual', 'oauth2'], ['Manual', '2fa', 'a__b']],
    ['plugin', ['', 'topics', 'weekly_topics1'], ['topics_', 'a b']],
    ['lang', ['', 'en', 'en_us', 'de_du'], ['EN', 'english!']],
    ['theme', ['', 'boost'], ['../boost', 'Boost']],
    ['timezone', ['', '99', 'Europe/Berlin', 'Etc/GMT+1'], ['Europe Berlin', '<b>']],
    ['url', ['', 'https://lms.example/a?b=c', 'http://127.0.0.1:3000/x'], ['javascript:alert(1)', 'http://a b', '/x']],
    ['localurl', ['', '/my/', 'https://lms.example/'], ['javascript:x', 'my/"']],
    ['file', ['', 'a file.pdf'], ['a/b', '..', 'a\nb']],
    ['path', ['/', '/a/b/'], ['/../', '//', 'a\\b']],
  ];

  it.each(cases)('of type %s are taken when cleaning would leave them alone', (type, taken, refused) => {
    expect(taken.filter((word) => !WORD_UNCHANGED[type](word))).toEqual([]);
    expect(refused.filter((word) => WORD_UNCHANGED[type](word))).toEqual([]);
  });
});
