import { list, structure, value } from '../description/description.js';
import { accessException, explainedInvalidParameter, invalidToken, userSuspended } from '../moodle-exception.js';
import type { CallContext, DebugMode } from './call-context.js';
import { defineFunction } from './function.js';
import type { RestReply } from './rest-reply.js';
import { RestServer } from './rest-server.js';

let open = true;
let debug: DebugMode = 'off';
let context: CallContext | null = null;
let served = 0;

const server = new RestServer<string>({
  functions: [
    defineFunction({
      name: 'echo',
      description: '',
      parameters: structure({ text: value('text') }),
      returns: structure({ rows: list(structure({ text: value('text') })) }),
      capability: { name: 'x:use', title: 'Use X' },
      handler: ({ text }, _caller, given) => {
        context = given;
        if (text === 'explain') throw explainedInvalidParameter('send less');
        return { rows: [{ text: text === 'break' ? '<b>' : text }] };
      },
    }),
    defineFunction({
      name: 'other',
      description: '',
      parameters: structure({}),
      returns: null,
      capability: null,
      handler: () => null,
    }),
  ],
  state: () => Promise.resolve({ open, debug }),
  authenticate: async (token, { address }) => {
    if (address === '') throw new Error('no address');
    if (token === 'suspended') throw userSuspended('sam');
    if (token === 'norest') throw accessException('no REST');
    if (!['good', 'weak'].includes(token)) throw invalidToken();
    return Promise.resolve(token);
  },
  mayCall: (_caller, name) => name === 'echo',
  hasCapability: (caller) => caller === 'good',
  onFailure: (error) => {
    throw error;
  },
  onServed: () => {
    served += 1;
  },
});

async function call(form: string): Promise<RestReply> {
  return server.handle({
    method: 'POST',
    query: '',
    contentType: 'application/x-www-form-urlencoded',
    body: Buffer.from(form),
    bearer: null,
    address: '192.0.2.1',
  });
}

const JSON_CALL = 'moodlewsrestformat=json&';

beforeEach(() => {
  open = true;
  debug = 'off';
  context = null;
  served = 0;
});

describe('The checks of a call come in the order of Moodle', () => {
  const everythingWrong = 'wsfunction[]=x&text[]=x&y=z';
  test.each([
    [`moodlewssettinglang[]=x&wstoken[]=x&${everythingWrong}`, 'codingerror'],
    [`wstoken[]=x&${everythingWrong}`, 'TypeError'],
    [`wstoken=unknown&${everythingWrong}`, 'invalidtoken'],
    [`wstoken=suspended&${everythingWrong}`, 'wsaccessusersuspended'],
    [`wstoken=norest&${everythingWrong}`, 'accessexception'],
    [`wstoken=good&${everythingWrong}`, 'TypeError'],
    ['wstoken=good&y=z', 'Missing function name'],
    ['wstoken=good&wsfunction=0&y=z', 'Missing function name'],
    ['wstoken=good&wsfunction=none&y=z', 'invalidrecord'],
    ['wstoken=good&wsfunction=other&y=z', 'Access to the function other() is not allowed.'],
    ['wstoken=weak&wsfunction=echo&y=z', 'Missing required key in single structure: text'],
    ['wstoken=weak&wsfunction=echo&text=<b>&y=z', 'the value is \\"<b>\\"'],
    ['wstoken=weak&wsfunction=echo&text=x&y=z', 'Unexpected keys (y)'],
    ['wstoken=weak&wsfunction=echo&text=x', 'nopermissions'],
    ['wstoken=good&wsfunction=echo&text=break', 'invalidresponse'],
  ])('%s: %s', async (form, expected) => {
    debug = 'developer';
    const { status, body } = await call(JSON_CALL + form);
    expect(status).toBe(200);
    expect(body).toContain(expected);
  });

  test('a name that is refused is quoted as it was sent', async () => {
    debug = 'developer';
    expect((await call(`${JSON_CALL}wstoken=good&wsfunction=OTHER `)).body).toContain('function OTHER () is not');
    const { body } = await call(`${JSON_CALL}wstoken=good&wsfunction=o'b\\c%00`);
    expect((JSON.parse(body) as { debuginfo: string }).debuginfo).toBe(
      `SELECT * FROM {external_functions} WHERE name = ?\n[array (\n  0 => 'o\\'b\\\\c' . "\\0" . '',\n)]`,
    );
  });
});

describe('While the web service is switched off', () => {
  test('every call is answered with 403 and nothing else, and served as that', async () => {
    open = false;
    const reply = await call(`${JSON_CALL}wstoken=good&wsfunction=echo&text=x`);
    expect(reply).toEqual({ status: 403, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: '' });
    expect(served).toBe(1);
  });
});

describe('Debugging', () => {
  const broken = `${JSON_CALL}wstoken=good&wsfunction=echo&text=break`;
  const detail =
    'Invalid external api response: the value is \\"<b>\\" of PHP type \\"string\\", the server was expecting \\"text\\" type';
  const said = 'Invalid response value detected';
  const head = '{"exception":"core\\\\exception\\\\invalid_response_exception","errorcode":"invalidresponse",';

  test('off tells no details', async () => {
    expect((await call(broken)).body).toBe(`${head}"message":"${said}"}`);
  });

  test('tells developers where in the answer the fault lies', async () => {
    debug = 'developer';
    expect((await call(broken)).body).toBe(
      `${head}"message":"${said}","debuginfo":"rows => ${said}: text => ${said}: ${detail}"}`,
    );
  });

  test('on display repeats the details of every level in its message', async () => {
    debug = 'display';
    const text = `text => ${said} (${detail}): ${detail}`;
    const rows = `rows => ${said} (${text}): ${text}`;
    expect((await call(broken)).body).toBe(`${head}"message":"${said} (${rows})","debuginfo":"${rows}"}`);
  });

  test('does not say twice what is explained to everybody', async () => {
    debug = 'display';
    const { body } = await call(`${JSON_CALL}wstoken=good&wsfunction=echo&text=explain`);
    expect(JSON.parse(body)).toEqual({
      exception: 'core\\exception\\invalid_parameter_exception',
      errorcode: 'invalidparameter',
      message: 'Invalid parameter value detected (send less)',
    });
  });

  test.each<readonly [DebugMode, string]>([
    ['developer', '<MESSAGE>Invalid parameter value detected</MESSAGE>\n<DEBUGINFO></DEBUGINFO>'],
    ['display', '<MESSAGE></MESSAGE>\n<DEBUGINFO></DEBUGINFO>'],
  ])('as %s leaves out of XML, and JSON is empty, where the details are no UTF-8', async (mode, expected) => {
    debug = mode;
    const form = 'wstoken=good&wsfunction=echo&text=%ff';
    expect((await call(form)).body).toContain(expected);
    expect(await call(JSON_CALL + form)).toMatchObject({ status: 200, body: '' });
  });
});

describe('How texts are to be formatted', () => {
  const settings = async (form: string): Promise<unknown> => {
    await call(`wstoken=good&wsfunction=echo&text=x&${form}`);
    return context?.settings;
  };
  const usual = { raw: false, fileurl: true, filter: false, lang: '', timezone: '' };

  test('is as in Moodle when nothing is said, and the handler learns where the call came from', async () => {
    expect(await settings('')).toEqual(usual);
    expect(context?.origin).toEqual({ address: '192.0.2.1' });
  });

  test.each([
    ['raw=1', { raw: true }],
    ['raw=YES', { raw: true }],
    ['raw=abc', { raw: true }],
    ['raw=0', {}],
    ['raw=off', {}],
    ['filter=true', { filter: true }],
    ['fileurl=0', { fileurl: false }],
    ['fileurl=', { fileurl: false }],
    ['lang=fr', { lang: 'fr' }],
    ['lang=de!', { lang: 'de' }],
    ['timezone=Europe/Paris', { timezone: 'Europe/Paris' }],
    ['timezone=Nowhere Nix', {}],
  ])('moodlewssetting%s', async (form, expected) => {
    expect(await settings(`moodlewssetting${form}`)).toEqual({ ...usual, ...expected });
  });

  test('no other setting is taken', async () => {
    debug = 'developer';
    expect((await call('wstoken=good&wsfunction=echo&text=x&moodlewssettingfoo=1')).body).toContain(
      'Unexpected keys (moodlewssettingfoo)',
    );
  });
});
