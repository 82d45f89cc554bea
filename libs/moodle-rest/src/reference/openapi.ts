import { EXCEPTION_EXAMPLE } from './exception-example.js';
import type { FormPair } from './form-pairs.js';
import type { FunctionReference } from './function-reference.js';
import { answerSchema, formSchema, type JsonSchema } from './json-schema.js';

/** What a site adds to its functions. */
export interface OpenApiSite {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  /** Address of the site without a slash at its end. */
  readonly url: string;
  /** Path of `server.php`. */
  readonly endpoint: string;
  /** The page for people. */
  readonly documentation: string;
  readonly login: OpenApiLogin;
}

/** `/login/token.php`, which is no function. */
export interface OpenApiLogin {
  readonly path: string;
  readonly services: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: Json;
  readonly servers: readonly Json[];
  readonly externalDocs: Json;
  readonly security: readonly Json[];
  readonly tags: readonly Json[];
  readonly paths: Readonly<Record<string, Readonly<Record<'post', Json>>>>;
  readonly components: Json;
}

const ROUTING = ['wsfunction', 'moodlewsrestformat'] as const;

/**
 * The functions as OpenAPI 3.1. OpenAPI knows one operation for a path and method, while this protocol has one path for all
 * functions. What follows `server.php/` in the path is read by nobody, here or at Moodle, so each function gets a path with
 * its name there: such a call works, and every tool can tell the functions apart.
 */
export function openApiOf(functions: readonly FunctionReference[], site: OpenApiSite): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: { title: site.title, version: site.version, description: site.description },
    servers: [{ url: site.url }],
    externalDocs: { description: 'The same for people, with examples', url: site.documentation },
    security: [{ wstoken: [] }, { bearer: [] }],
    tags: [
      { name: 'functions', description: 'What can be called with a token.' },
      { name: 'login', description: 'Where a token is given for a password.' },
    ],
    paths: {
      ...Object.fromEntries(
        functions.map((reference) => [`${site.endpoint}/${reference.name}`, { post: operationOf(reference) }]),
      ),
      [site.login.path]: { post: loginOperation(site.login) },
    },
    components: COMPONENTS,
  };
}

function operationOf(reference: FunctionReference): Json {
  const { name, description, capability, returns, example } = reference;
  const needs = capability === null ? '' : `\n\nThe token’s owner needs \`${capability.name}\`.`;
  return {
    operationId: name,
    tags: ['functions'],
    summary: firstSentence(description),
    description: `${description}${needs}`,
    ...(capability === null ? {} : { 'x-moodle-capability': capability.name }),
    requestBody: { required: true, content: { 'application/x-www-form-urlencoded': formOf(reference) } },
    responses: {
      '200': {
        description: 'The result, or an exception: look for the key `exception`.',
        content: {
          'application/json': {
            schema: { oneOf: [answerSchema(returns), { $ref: '#/components/schemas/MoodleException' }] },
            examples: {
              ...(example === null ? {} : { result: { summary: 'The result', value: example.answer } }),
              exception: { summary: 'An exception', value: EXCEPTION_EXAMPLE.data },
            },
          },
          'application/xml': {
            schema: {
              type: 'string',
              description: 'Without moodlewsrestformat=json: Moodle’s XML, every declared key.',
            },
            examples: {
              ...(example === null ? {} : { result: { summary: 'The result', value: example.xml } }),
              exception: { summary: 'An exception', value: EXCEPTION_EXAMPLE.xml },
            },
          },
        },
      },
      '403': { $ref: '#/components/responses/SwitchedOff' },
      '429': { $ref: '#/components/responses/TooManyCalls' },
    },
  };
}

function formOf({ name, parameters, example }: FunctionReference): Json {
  const { properties, patternProperties, required } = formSchema(parameters);
  const lists = Object.keys(properties).filter((field) => field.endsWith('[]'));
  const routing: Readonly<Record<(typeof ROUTING)[number], JsonSchema>> = {
    wsfunction: { type: 'string', const: name, default: name, description: 'The function to call.' },
    moodlewsrestformat: {
      type: 'string',
      enum: ['json', 'xml'],
      default: 'json',
      description: '`json`, letter by letter; anything else, or nothing, means XML.',
    },
  };
  return {
    schema: {
      type: 'object',
      properties: { ...routing, ...properties },
      ...(Object.keys(patternProperties).length === 0 ? {} : { patternProperties }),
      required: [...ROUTING, ...required],
      additionalProperties: false,
    },
    ...(lists.length === 0
      ? {}
      : { encoding: Object.fromEntries(lists.map((field) => [field, { style: 'form', explode: true }])) }),
    ...(example === null ? {} : { example: formExample(name, example.parameters, properties) }),
  };
}

/** The example with fields named and typed as in the schema. */
function formExample(name: string, pairs: readonly FormPair[], fields: Readonly<Record<string, JsonSchema>>): Json {
  const form: Record<string, unknown> = { wsfunction: name, moodlewsrestformat: 'json' };
  for (const [field, text] of pairs) {
    const list = field.replace(/\[\d+\]$/, '[]');
    const items = fields[list]?.items;
    if (items === undefined) form[field] = typed(text, fields[field]);
    else form[list] = [...((form[list] as readonly unknown[] | undefined) ?? []), typed(text, items)];
  }
  return form;
}

function typed(text: string, schema: JsonSchema | undefined): string | number {
  return schema?.type === 'integer' || schema?.type === 'number' ? Number(text) : text;
}

function loginOperation({ services }: OpenApiLogin): Json {
  return {
    operationId: 'login_token',
    tags: ['login'],
    summary: 'A token for a username and a password.',
    description:
      'The same token on every call until it is revoked. Errors have another shape here than those of functions.',
    security: [],
    requestBody: {
      required: true,
      content: {
        'application/x-www-form-urlencoded': {
          schema: {
            type: 'object',
            properties: {
              username: { type: 'string' },
              password: { type: 'string', format: 'password' },
              service: { type: 'string', enum: services },
            },
            required: ['username', 'password', 'service'],
          },
        },
      },
    },
    responses: {
      '200': {
        description: 'The token, or an error: look for the key `error`.',
        content: {
          'application/json': {
            schema: { oneOf: [{ $ref: '#/components/schemas/Token' }, { $ref: '#/components/schemas/LoginError' }] },
          },
        },
      },
      '429': { $ref: '#/components/responses/TooManyLogins' },
    },
  };
}

function firstSentence(text: string): string {
  return /^.*?\.(?= |$)/s.exec(text)?.[0] ?? text;
}

const RETRY_AFTER: Json = {
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 } },
};

const COMPONENTS: Json = {
  securitySchemes: {
    wstoken: {
      type: 'apiKey',
      in: 'query',
      name: 'wstoken',
      description: 'As Moodle’s clients send it. It may stand in the form as well, where no log of addresses sees it.',
    },
    bearer: { type: 'http', scheme: 'bearer', description: 'The same token as `Authorization: Bearer …`.' },
  },
  schemas: {
    MoodleException: {
      type: 'object',
      description: 'What every failure is, with status 200 as at Moodle. Decide by `errorcode`.',
      properties: {
        exception: { type: 'string', description: 'Name of a PHP class; it differs between versions of Moodle.' },
        errorcode: { type: 'string', description: 'Absent for errors of PHP itself.' },
        message: { type: 'string' },
        debuginfo: { type: 'string', description: 'Only while the site shows what is meant for developers.' },
      },
      required: ['exception', 'message'],
      additionalProperties: false,
    },
    MoodleExceptionXml: {
      type: 'string',
      description: 'The same without moodlewsrestformat=json.',
      examples: [EXCEPTION_EXAMPLE.xml],
    },
    Token: {
      type: 'object',
      properties: { token: { type: 'string' }, privatetoken: { type: ['string', 'null'] } },
      required: ['token', 'privatetoken'],
      additionalProperties: false,
    },
    LoginError: {
      type: 'object',
      properties: {
        error: { type: 'string' },
        errorcode: { type: 'string' },
        stacktrace: { type: ['string', 'null'] },
        debuginfo: { type: ['string', 'null'] },
        reproductionlink: { type: ['string', 'null'] },
      },
      required: ['error', 'errorcode'],
      additionalProperties: false,
    },
  },
  responses: {
    SwitchedOff: { description: 'The site has switched its web service off; there is no body.' },
    TooManyCalls: {
      description: 'Too many calls with this token or from this address; nothing was done.',
      headers: RETRY_AFTER,
      content: {
        'application/json': { schema: { $ref: '#/components/schemas/MoodleException' } },
        'application/xml': { schema: { $ref: '#/components/schemas/MoodleExceptionXml' } },
      },
    },
    TooManyLogins: {
      description: 'Too many requests from this address, or too many passwords are being checked; nothing was done.',
      headers: RETRY_AFTER,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/LoginError' } } },
    },
  },
};
