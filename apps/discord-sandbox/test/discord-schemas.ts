import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

type Schema = Record<string, unknown>;
interface Specification {
  readonly components: { readonly schemas: Record<string, Schema> };
}

const greatestSnowflake = 9223372036854775807n;

function readSchemas(): Record<string, Schema> {
  const text = readFileSync(join(__dirname, 'openapi-subset.json'), 'utf8');
  const specification = JSON.parse(text.replaceAll('#/components/schemas/', 'discord#/$defs/')) as Specification;
  return specification.components.schemas;
}

/** Discord sends what its own description forbids in these places; its documentation is right. */
function withKnownErrorsCorrected(schemas: Record<string, Schema>): Record<string, Schema> {
  const correct = (name: string, change: (properties: Record<string, Schema>) => Record<string, Schema>) => {
    const schema = schemas[name] ?? {};
    return { ...schema, properties: change((schema['properties'] ?? {}) as Record<string, Schema>) };
  };
  const fieldError = { type: 'object', properties: { code: { type: 'string' }, message: { type: 'string' } } };
  return {
    ...schemas,
    // Guests have no date of joining.
    GuildMemberResponse: correct('GuildMemberResponse', (properties) => ({
      ...properties,
      joined_at: { ...properties['joined_at'], type: ['string', 'null'] },
    })),
    // The body of a 429 carries a code for write limits only.
    RatelimitedResponse: {
      type: 'object',
      properties: {
        message: { type: 'string' },
        retry_after: { type: 'number' },
        global: { type: 'boolean' },
        code: { type: 'integer' },
      },
      required: ['message', 'retry_after', 'global'],
    },
    // The codes of field errors are words such as BASE_TYPE_REQUIRED.
    InnerErrors: correct('InnerErrors', () => ({ _errors: { type: 'array', items: fieldError } })),
  };
}

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
addFormats.default(ajv);
ajv.addFormat('snowflake', (text: string) => /^\d+$/.test(text) && BigInt(text) <= greatestSnowflake);
ajv.addFormat('nonce', true);
ajv.addKeyword('x-discord-union');
ajv.addSchema({ $id: 'discord', $defs: withKnownErrorsCorrected(readSchemas()) });

/** What is wrong with a value by Discord's own description of its answers; empty if nothing is. */
export function schemaFaults(schemaName: string, value: unknown): string[] {
  const validate = ajv.getSchema(`discord#/$defs/${schemaName}`);
  if (!validate) throw new Error(`Discord's description has no schema named ${schemaName}.`);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}
