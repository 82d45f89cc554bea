import { ConfigError } from '../config/config.error.js';
import { InvalidRequestError } from '../errors/invalid-request.error.js';
import { startFailureWords } from './start-failure.js';

describe('a process that cannot start', () => {
  const words = (error: unknown) => startFailureWords(error, 'SOME_DATABASE_URL');
  const failure = (code: string, more: object = {}) =>
    Object.assign(new Error('connect mysql://user:secret@host'), { code, ...more });

  it.each([
    ['a port in use', failure('EADDRINUSE', { port: 3001 }), 'Port 3001 is in use already.'],
    ['a port for the administrator only', failure('EACCES', { port: 80 }), 'Port 80 may not be used by this user.'],
    ['no database server', failure('ECONNREFUSED', { port: 3306 }), 'Check SOME_DATABASE_URL and start the server.'],
    ['a wrong password', failure('ER_ACCESS_DENIED_ERROR'), 'refuses the user or password in SOME_DATABASE_URL.'],
    ['no database', failure('ER_BAD_DB_ERROR'), 'The database in SOME_DATABASE_URL does not exist yet.'],
    ['a fault of the configuration', new ConfigError(['PORT must be a number.']), 'PORT must be a number.'],
    ['something that was expected', new InvalidRequestError('Choose a day.'), 'Choose a day.'],
  ])('says what to do about %s, without a stack', (_what, error, sentence) => {
    expect(words(error)).toContain(sentence);
    expect(words(error)).not.toMatch(/secret|\n +at /);
  });

  it('tells the place in the program where the cause is not known', () => {
    expect(words(new Error('never thought of'))).toMatch(/never thought of[^]*\n +at /);
    expect(words('thrown text')).toBe('The process ended for an unknown reason.');
  });
});
