import { describeError, REDACTED, redactBody, redactHeaders, redactText, redactUrl, redactValue } from './redaction.js';

const SECRET = 's3cr3tVALUE';

describe('redaction of texts', () => {
  it.each([
    `/local/pulsetech_discord/callback.php?code=${SECRET}&state=${SECRET}`,
    `/x?ok=1&wstoken=${SECRET}#access_token=${SECRET}`,
    `/x?%63ode=1&redirect=https%3A%2F%2Fa.b%2F%3Fcode%3D${SECRET}%26state%3D${SECRET}`,
    `/x?a=1&next=%252Fcb%253Fcode%253D${SECRET}%2526state%253D${SECRET}`,
    `/x?%63ode=${SECRET}`,
    `redirect=/cb?state=${SECRET}`,
    `https://user:${SECRET}@db.example/path`,
    `mysql://root:${SECRET}@127.0.0.1:3306/db`,
    `wstoken=${SECRET}&wsfunction=f&discord_roles[0]=1`,
    `grant_type=refresh_token&refresh_token=${SECRET}&client_secret=${SECRET}&code_verifier=${SECRET}`,
    `user[password]=${SECRET}&user%5Bpassword%5D=${SECRET}`,
    `{"access_token":"${SECRET}","deep":[{"x":{"clientSecret":"${SECRET}","PASSWORD":"${SECRET}"}}]}`,
    `[{"licenceKey":"${SECRET}"},{"license_key":"${SECRET}"}]`,
    `answer was {"refresh_token": "${SECRET}", "ok": 1} and more`,
    `nested "{\\"token\\":\\"${SECRET}\\"}" text`,
    `{"cut": 1, "token":"${SECRET}`,
    `Authorization: Bearer ${SECRET}`,
    `Bot ${SECRET} was refused`,
    `authorization: bearer ${SECRET}, BOT ${SECRET}`,
    `sent token=${SECRET}, and password='${SECRET}'`.replace(`'${SECRET}'`, SECRET),
    `code=${SECRET}`,
    `eyJhbGciOiJFZERTQSJ9.${SECRET}.${SECRET}`,
    `x-eyJhbGciOiJFZERTQSJ9.${SECRET}.${SECRET}`,
    `-eyJhbGciOiJFZERTQSJ9.${SECRET}.${SECRET}`,
    `{"cut": 1, "tokens": ["${SECRET}", {"x": "${SECRET}"`,
    `{"cut": 1, \\"secret\\": {\\"x\\": \\"${SECRET}`,
    `mail to ${SECRET}@example.com or ${SECRET}%40example.com now`,
  ])('hides the secret in %s', (text) => {
    expect(redactText(text)).not.toContain(SECRET);
  });

  it.each([
    'PLMS-7H2K-ABCD-EFGH-9QXX',
    'plms-7h2k-abcd-efgh-9qxx',
    'PLMS7H2KABCDEFGH9QXX',
    'key:PLMS-7H2K-ABCD-EFGH-9QXO.',
  ])('hides the licence key in %s', (text) => {
    expect(redactText(`before ${text} after`)).not.toMatch(/7H2K/i);
    expect(JSON.stringify(redactValue({ any: [`<${text}>`] }))).not.toMatch(/7H2K/i);
  });

  it('leaves alone what helps the reader', () => {
    for (const text of [
      'GET /admin/settings.php?section=local_pulsetech_discord 200',
      '/webservice/rest/server.php?wsfunction=local_pulsetech_discord_get_user_courses&discord_id=123456789012345678',
      'The licence could not be verified: billing_unreachable',
      'The bot may not read the members of the server; the site team has to invite the bot again.',
      '{"courseId":5,"roleId":5,"name":"Student Access"}',
    ]) {
      expect(redactText(text)).toBe(text);
    }
  });

  it.each(['a=b&', '&a=', '{"', '{"a":', '[', '\\', 'a.', 'eyJ-', '%26', '"a":"b",'])(
    'cuts 200 kB of %j to what can be read, and says how long it was',
    (part) => {
      const told = redactText(part.repeat(Math.ceil(200_000 / part.length)));
      expect(told.length).toBeLessThan(17_000);
      expect(told).toMatch(/… \(200\d{3} characters\)$/);
    },
  );

  it.each([
    [`${SECRET}@example.com`],
    [`PLMS-7H2K-${SECRET}`],
    [`eyJhbGciOiJFZERTQSJ9.${SECRET}.${SECRET}`],
    [`mysql://root:${SECRET}@127.0.0.1`],
    [`Bearer ${SECRET}`],
    [`?token=${SECRET}`],
    [`"secrets":["${SECRET}","${SECRET}"]`],
  ])('leaves no part of %s at the end of what is cut', (secret) => {
    for (let before = 16_384 - secret.length; before <= 16_384; before++) {
      const text = `${'a '.repeat(before).slice(0, before - 1)} ${secret}${' b'.repeat(200)}`;
      expect(redactText(text)).not.toMatch(/s3c|7H2K/);
    }
  });
});

describe('redaction of data', () => {
  it('hides values of secret names at any depth, whatever their type', () => {
    const value = { a: [{ b: { Token: { inner: SECRET }, 'X-CSRF-Token': SECRET, pass_word: 1, sesskey: 12345 } }] };
    expect(JSON.stringify(redactValue(value))).not.toMatch(/s3cr3t|12345/);
  });

  it('looks into texts that hold JSON or addresses, and into names', () => {
    const value = { body: `{"token":"${SECRET}"}`, link: `/?code=${SECRET}`, [`/?code=${SECRET}`]: 1 };
    expect(JSON.stringify(redactValue(value))).not.toContain(SECRET);
  });

  it('survives cycles, buffers and errors', () => {
    const loop: Record<string, unknown> = { bytes: Buffer.from(SECRET), error: new Error(`token=${SECRET}`) };
    loop['self'] = loop;
    expect(JSON.stringify(redactValue(loop))).not.toContain(SECRET);
  });

  it('tells the first few thousand values of very large data', () => {
    const told = redactValue({ many: Array.from({ length: 100_000 }, (_, i) => ({ i })) });
    expect(JSON.stringify(told).length).toBeLessThan(100_000);
    expect(JSON.stringify(told)).toContain('{"i":7}');
    expect(JSON.stringify(told)).toContain('[too much]');
  });

  it('keeps the code of an error answer, but no code that looks like a secret', () => {
    expect(redactValue({ error: { code: 'licence_invalid' } })).toEqual({ error: { code: 'licence_invalid' } });
    expect(redactValue({ error: { code: SECRET } })).toEqual({ error: { code: REDACTED } });
    expect(redactValue({ code: 'abcdef' })).toEqual({ code: REDACTED });
  });
});

describe('redaction of an exchange', () => {
  it('hides secret headers, and secrets in the addresses of location and referer', () => {
    const headers = redactHeaders({
      authorization: `Bearer ${SECRET}`,
      cookie: `PulseSession=${SECRET}`,
      'set-cookie': [`PulseSession=${SECRET}; Path=/`],
      'x-csrf-token': SECRET,
      'proxy-authorization': SECRET,
      location: `https://site.example/cb?code=${SECRET}&state=${SECRET}`,
      referer: `https://site.example/?wstoken=${SECRET}`,
      'content-type': 'application/json',
    });
    expect(JSON.stringify(headers)).not.toContain(SECRET);
    expect(headers['content-type']).toBe('application/json');
  });

  it('tells only the size of pages', () => {
    expect(redactBody(`<html>${SECRET}</html>`, 'text/html; charset=utf-8')).toBe('[24 characters of text/html]');
    expect(redactBody(SECRET, '')).toBe('[11 characters of unknown type]');
  });

  it('redacts forms, JSON and plain text', () => {
    expect(redactBody(`password=${SECRET}&a=1`, 'application/x-www-form-urlencoded')).toBe(`password=${REDACTED}&a=1`);
    expect(redactBody(`{"password":"${SECRET}","a":1}`, 'application/json')).toBe(`{"password":"${REDACTED}","a":1}`);
    expect(redactBody({ password: SECRET, a: 1 }, 'application/json')).toEqual({ password: REDACTED, a: 1 });
    expect(redactBody('', 'application/json')).toBeUndefined();
  });

  it('hides the query of an address', () => {
    expect(redactUrl(`/cb?code=${SECRET}&page=2`)).toBe(`/cb?code=${REDACTED}&page=2`);
  });

  it('cuts addresses after some 2,000 characters, and says how long they were', () => {
    const told = redactUrl(`/cb?${'&a='.repeat(8000)}&code=${SECRET}`);
    expect(told.length).toBeLessThan(2030);
    expect(told).toMatch(/^\/cb\?&a=.*… \(24021 characters\)$/);
    for (let before = 1980; before < 2000; before++) {
      expect(redactUrl(`/${'a'.repeat(before - 7)}?code=${SECRET}`)).not.toContain('s3c');
    }
  });
});

describe('what somebody sends cannot write a line of the log', () => {
  const FORGED = 'a\n    at x\n[info] forged\r\t\0\u001b[2J\u007f\u0085\u2028\u2029\u202eb';
  const CONTROL = /[\p{Cc}\u2028\u2029\u202e]/u;

  it('neither as text nor in data, names, addresses, headers or bodies', () => {
    expect(redactText(FORGED)).toBe(
      'a\\n    at x\\n[info] forged\\r\\t\\u0000\\u001b[2J\\u007f\\u0085\\u2028\\u2029\\u202eb',
    );
    expect(redactText(JSON.stringify({ [FORGED]: FORGED }))).not.toMatch(CONTROL);
    expect(redactUrl(`/${FORGED}`)).not.toMatch(CONTROL);
    expect(redactBody('x', FORGED)).not.toMatch(CONTROL);
    const [[name, value] = []] = Object.entries(redactValue({ [FORGED]: FORGED }) as Record<string, string>);
    expect(`${name} ${value} ${String(redactHeaders({ x: FORGED })['x'])}`).not.toMatch(CONTROL);
  });

  it('nor as an error, whose stack keeps its lines', () => {
    const error = Object.assign(new Error(FORGED), { name: FORGED, code: FORGED });
    const { type, message, code, stack } = describeError(error);
    expect(`${type} ${message} ${code}`).not.toMatch(CONTROL);
    const lines = (stack ?? '').split('\n');
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines.slice(1)) expect(line).toMatch(/^ {4}at /);
    for (const line of lines) expect(line).not.toMatch(CONTROL);
    expect((redactValue({ stack: error.stack }) as { stack: string }).stack).toBe(stack);
  });
});

describe('what the log tells of an error', () => {
  it('is type, message, code, stack and causes, without whatever else hangs on it', () => {
    const cause = Object.assign(new Error(`Bearer ${SECRET}`), { code: 'ECONNRESET', request: { token: SECRET } });
    const error = Object.assign(new Error(`failed with token=${SECRET}`, { cause }), { parameters: [SECRET] });
    const told = describeError(error);
    expect(JSON.stringify(told)).not.toContain(SECRET);
    expect(told).toMatchObject({ type: 'Error', cause: { code: 'ECONNRESET' } });
    expect(told.stack).toContain('redaction.spec');
  });
});
