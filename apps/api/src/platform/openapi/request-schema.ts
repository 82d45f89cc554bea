import { IS_SNOWFLAKE } from '@pulsetech/contracts';
import { getMetadataStorage } from 'class-validator';

/** The part of JSON Schema that requests need. */
export interface Schema {
  type?: string;
  enum?: unknown[];
  items?: Schema;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean;
}

type Rule = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

/** What a request class accepts, read from the very rules that it is checked by. */
export function requestSchema(cls: new () => object): Schema {
  const rules = getMetadataStorage().getTargetValidationMetadatas(cls, '', false, false);
  const properties: Record<string, Schema> = {};
  const optional = new Set<string>();
  for (const rule of rules) {
    const schema = (properties[rule.propertyName] ??= {});
    if (rule.type === 'conditionalValidation') optional.add(rule.propertyName);
    else Object.assign(target(schema, rule), fragmentOf(rule));
  }
  const required = Object.keys(properties).filter((name) => !optional.has(name));
  return { type: 'object', properties, required, additionalProperties: false };
}

/** Rules with `each` are about the items of a list. */
function target(schema: Schema, rule: Rule): Schema {
  if (!rule.each) return schema;
  schema.type = 'array';
  return (schema.items ??= { type: 'string' });
}

function fragmentOf(rule: Rule): Schema {
  const [first, second]: unknown[] = rule.constraints ?? [];
  switch (nameOf(rule)) {
    case 'isString':
      return { type: 'string' };
    case 'isInt':
      return { type: 'integer' };
    case 'isBoolean':
      return { type: 'boolean' };
    case 'isArray':
      return { type: 'array' };
    case 'isNotEmpty':
      return { minLength: 1 };
    case 'isUrl':
      return { type: 'string', format: 'uri' };
    case 'isIn':
      return { enum: Array.isArray(first) ? [...(first as unknown[])] : [] };
    case 'matches':
      return first instanceof RegExp ? { type: 'string', pattern: first.source } : {};
    case IS_SNOWFLAKE:
      return { type: 'string', pattern: '^\\d{17,20}$' };
    case 'maxLength':
      return { maxLength: Number(first) };
    case 'isLength':
      return { minLength: Number(first), maxLength: Number(second) };
    case 'min':
      return { minimum: Number(first) };
    case 'max':
      return { maximum: Number(first) };
    case 'arrayNotEmpty':
      return { minItems: 1 };
    case 'arrayMaxSize':
      return { maxItems: Number(first) };
    default:
      return {};
  }
}

function nameOf(rule: Rule): string {
  return rule.name ?? rule.type;
}
