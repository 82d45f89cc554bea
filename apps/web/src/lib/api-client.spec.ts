import type { SessionDto } from '@pulsetech/contracts';
import { refusal } from '../../test/fake-answer.js';
import { startFakeApi, type FakeApi } from '../../test/fake-api.js';
import { people } from '../../test/fake-data.js';
import { ApiClient, CSRF_REFUSED } from './api-client.js';
import { ApiError } from './api-error.js';

const TOKEN = 'fake-csrf-token';

describe('the API client', () => {
  let fake: FakeApi;
  let tokens: string[];
  let api: ApiClient;

  beforeEach(async () => {
    fake = await startFakeApi();
    fake.state.user = people.admin;
    tokens = [TOKEN];
    api = client(fake.url);
  });

  afterEach(() => fake.close());

  const client = (url: string, timeoutMs = 5_000): ApiClient =>
    new ApiClient({
      baseUrl: `${url}/api/v1`,
      timeoutMs,
      csrf: {
        current: () => Promise.resolve(tokens[0] ?? ''),
        renew: () => Promise.resolve(tokens[1] ?? ''),
      },
    });

  const failure = async (request: Promise<unknown>): Promise<ApiError> => {
    const error: unknown = await request.then(
      () => null,
      (reason: unknown) => reason,
    );
    if (!(error instanceof ApiError)) throw new Error('The request did not fail with an ApiError.', { cause: error });
    return error;
  };

  it('reads JSON without sending a CSRF token', async () => {
    const session = await api.get<SessionDto>('/session');
    expect(session.user?.username).toBe('admin');
    expect(fake.arrived).toEqual([{ method: 'GET', path: '/session', csrf: undefined, body: undefined }]);
  });

  it('sends the token of the session with everything that changes something', async () => {
    await api.post('/tokens', { name: 'bot' });
    await api.put('/settings', { ...fake.state.settings });
    await api.delete('/mappings/1');
    expect(fake.arrived.map(({ method, csrf }) => [method, csrf])).toEqual([
      ['POST', TOKEN],
      ['PUT', TOKEN],
      ['DELETE', TOKEN],
    ]);
    expect(fake.arrived[0]?.body).toEqual({ name: 'bot' });
  });

  it('takes an answer without a body', async () => {
    await expect(api.delete('/session')).resolves.toBeUndefined();
  });

  it('tells code, status, message and fields of a refusal', async () => {
    fake.answer('POST /mappings', refusal(400, 'invalid_request', 'Check the form.', { courseId: 'Choose a course.' }));
    expect(await failure(api.post('/mappings', {}))).toMatchObject({
      status: 400,
      code: 'invalid_request',
      message: 'Check the form.',
      fields: { courseId: 'Choose a course.' },
    });
  });

  it('asks for a new token once when the token was refused, and sends the request again', async () => {
    tokens = ['of another session', TOKEN];
    await api.post('/tokens', { name: 'bot' });
    expect(fake.arrived.map(({ csrf }) => csrf)).toEqual(['of another session', TOKEN]);
  });

  it('gives up when the new token is refused too', async () => {
    tokens = ['wrong', 'wrong again'];
    expect(await failure(api.post('/tokens', { name: 'bot' }))).toMatchObject({ status: 403, code: CSRF_REFUSED });
    expect(fake.arrived).toHaveLength(2);
  });

  it('does not repeat a request that was refused for another reason', async () => {
    fake.answer('POST /tokens', refusal(403, 'not_permitted', 'You may not do this.'));
    expect(await failure(api.post('/tokens', { name: 'bot' }))).toMatchObject({ code: 'not_permitted' });
    expect(fake.arrived).toHaveLength(1);
  });

  it('ends a request that takes too long', async () => {
    fake.answer('GET /dashboard', { status: 200, body: {}, delayMs: 2_000 });
    expect(await failure(client(fake.url, 50).get('/dashboard'))).toMatchObject({ status: 0, code: 'timeout' });
  });

  it('ends a request when its page goes away, without calling that a failure of the site', async () => {
    fake.answer('GET /dashboard', { status: 200, body: {}, delayMs: 2_000 });
    const page = new AbortController();
    const request = api.get('/dashboard', { signal: page.signal });
    page.abort();
    await expect(request).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('tells when the site cannot be reached', async () => {
    const { url } = fake;
    await fake.close();
    expect(await failure(client(url).get('/session'))).toMatchObject({ status: 0, code: 'offline' });
    fake = await startFakeApi();
  });

  it.each([
    [502, '<html>Bad gateway</html>'],
    [200, '<html>A page of somebody else</html>'],
    [500, { message: 'not the shape of our errors' }],
  ])('does not take an answer %i of another shape for one of the API', async (status, body) => {
    fake.answer('GET /dashboard', { status, body });
    expect(await failure(api.get('/dashboard'))).toMatchObject({ status, code: 'unreadable_answer' });
  });
});
