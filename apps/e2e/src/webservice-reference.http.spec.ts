import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { WebserviceFunctionDto, WebserviceReferenceDto } from '@pulsetech/contracts';
import { RunningProduct } from './harness/running-product.js';

const PLACEHOLDER = 'YOUR_TOKEN';
const FORM = 'application/x-www-form-urlencoded';

type FormValue = string | number;

interface OpenApi {
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, { readonly post: Operation }>>;
}

interface Operation {
  readonly requestBody: {
    readonly content: {
      readonly [FORM]: { readonly example?: Readonly<Record<string, FormValue | readonly FormValue[]>> };
    };
  };
}

let product: RunningProduct;
let token: string;
let reference: WebserviceReferenceDto;
let openApi: OpenApi;

beforeAll(async () => {
  product = await RunningProduct.start();
  token = readFileSync(product.file('secrets/demo-token'), 'utf8').trim();
  reference = (await (await fetch(`${product.url}/api/v1/webservice/reference`)).json()) as WebserviceReferenceDto;
  openApi = (await (await fetch(`${product.url}/webservice/openapi.json`)).json()) as OpenApi;
});

const run = async (program: string, ...options: readonly string[]): Promise<string> =>
  (await promisify(execFile)(program, options)).stdout;

/** What tells an answer of this function from anything else. */
function answerOf(path: string): ValidateFunction {
  const ajv = new Ajv2020({ strict: false, formats: { password: true } });
  ajv.addSchema({ $id: 'document', ...openApi });
  const place = ['paths', path, 'post', 'responses', '200', 'content', 'application/json', 'schema'];
  const pointer = place.map((part) => encodeURIComponent(part.replaceAll('/', '~1'))).join('/');
  return ajv.compile({ $ref: `document#/${pointer}` });
}

function expectResult(functionName: string, answer: unknown): void {
  const validate = answerOf(`/webservice/rest/server.php/${functionName}`);
  expect([functionName, validate(answer), validate.errors]).toEqual([functionName, true, null]);
  expect(answer).not.toHaveProperty('exception');
}

async function eachFunction(work: (described: WebserviceFunctionDto) => Promise<void>): Promise<void> {
  expect(reference.functions.length).toBeGreaterThanOrEqual(4);
  for (const described of reference.functions) await work(described);
}

describe('the reference of the web service', () => {
  it('has curl commands that work as they are, with the token in its place', async () => {
    await eachFunction(async ({ name, samples }) => {
      const command = samples.curl.replace(PLACEHOLDER, token).replace('curl ', 'curl -s ');
      expectResult(name, JSON.parse(await run('sh', '-c', command)));
    });
  });

  it('has JavaScript that works as it is', async () => {
    await eachFunction(async ({ name, samples }) => {
      const script = samples.javascript
        .replace(PLACEHOLDER, token)
        .replace(/console\.log\(answer\);$/, 'tell(answer);');
      const tell = 'const tell = (answer) => process.stdout.write(JSON.stringify(answer));';
      expectResult(name, JSON.parse(await run(process.execPath, '--input-type=module', '-e', `${tell}\n${script}`)));
    });
  });

  it('shows for each function an answer with the keys that the site answers', async () => {
    const keysOf = (answer: unknown): unknown => {
      if (Array.isArray(answer)) return answer.length === 0 ? [] : [keysOf(answer[0])];
      return typeof answer === 'object' && answer !== null ? Object.keys(answer).sort() : typeof answer;
    };
    const command = (curl: string) => curl.replace(PLACEHOLDER, token).replace('curl ', 'curl -s ');
    for (const { name, samples, answerExample } of reference.functions.filter(({ name }) =>
      name.startsWith('local_'),
    )) {
      const answer: unknown = JSON.parse(await run('sh', '-c', command(samples.curl)));
      expect([name, keysOf(answer)]).toEqual([name, keysOf(JSON.parse(answerExample.json))]);
    }
  });

  it('tells a way to a token that works', async () => {
    const command = reference.loginSample
      .replace('YOUR_USERNAME', 'admin')
      .replace('YOUR_PASSWORD', 'Admin-demo-1')
      .replace('curl ', 'curl -s ');
    expect(JSON.parse(await run('sh', '-c', command))).toEqual({
      token: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      privatetoken: null,
    });
  });
});

describe('the OpenAPI document', () => {
  it('describes requests that a generated client can send, with the token as a bearer', async () => {
    await eachFunction(async ({ name }) => {
      const path = `/webservice/rest/server.php/${name}`;
      const example = openApi.paths[path]?.post.requestBody.content[FORM].example ?? {};
      const form = new URLSearchParams();
      for (const [field, value] of Object.entries(example)) {
        for (const item of [value].flat()) form.append(field, String(item));
      }
      const response = await fetch(`${openApi.servers[0]?.url ?? ''}${path}`, {
        method: 'POST',
        body: form,
        headers: { authorization: `Bearer ${token}` },
      });
      expectResult(name, await response.json());
    });
  });
});
